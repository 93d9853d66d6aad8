using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Catalogue;

/// <summary>One nominal date of a recurring kind: when it is due, and the duty made for it.</summary>
/// <param name="State">Null when no duty was made, or when this person may not see it.</param>
internal sealed record CatalogueOccurrence(DateOnly Nominal, DateOnly Due, bool Made, long? DutyId, DutyState? State);

/// <summary>One kind of duty: every version of its term and of its legal bases, and what it makes this year.</summary>
[Authorize(Policies.Staff)]
internal sealed class CatalogueEntryPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, CatalogueBook book, LawKeeper keeper) : PageModel
{
    [BindProperty]
    public bool? TurnOn { get; set; }

    [BindProperty, Display(Name = "Lý do"), StringLength(500)]
    public string? Reason { get; set; }

    [BindProperty]
    public Guid Version { get; set; }

    public CatalogueEntry Entry { get; private set; } = null!;
    public string FieldName { get; private set; } = "";
    public OrganizationOn Organization { get; private set; } = null!;
    public DateOnly Today { get; private set; }
    public List<CatalogueOccurrence> Occurrences { get; private set; } = [];
    public int Duties { get; private set; }
    public bool MaySwitch { get; private set; }
    public bool MayOpen { get; private set; }

    /// <summary>May say what the law is.</summary>
    public bool KeepsLaw { get; private set; }
    public IReadOnlyList<LawLapse> Lapses { get; private set; } = [];
    public List<CatalogueChange> History { get; private set; } = [];

    /// <summary>The kind as the present release ships it, where that differs from what was set here.</summary>
    public CatalogueEntry? Shipped { get; private set; }

    /// <summary>Who compared a term with which text, in words.</summary>
    public static string Checked(CatalogueTerm term) =>
        $"Theo {term.Document}{(term.Article is { Length: > 0 } article ? $", {article}" : "")}; {term.CheckedBy} đối chiếu lúc {Vi.Moment(term.CheckedAt!.Value.ToOffice())}";

    public static TrustSource Trust(TermSource source) => source switch
    {
        TermSource.Law => TrustSource.Law,
        TermSource.Recalled => TrustSource.Recalled,
        _ => TrustSource.Default,
    };

    /// <summary>«áp dụng từ ngày … đến hết ngày …», empty where no date bounds it.</summary>
    public static string Validity(DateOnly? from, DateOnly? to) => (from, to) switch
    {
        (null, null) => "",
        ({ } first, null) => $"áp dụng từ ngày {Vi.Date(first)}",
        (null, { } last) => $"áp dụng đến hết ngày {Vi.Date(last)}",
        ({ } first, { } last) => $"áp dụng từ ngày {Vi.Date(first)} đến hết ngày {Vi.Date(last)}",
    };

    public static string Accepter(AccepterKind accepter) => accepter switch
    {
        AccepterKind.LeaderInCharge => "Lãnh đạo phụ trách",
        AccepterKind.OfficeHead => "Chánh Văn phòng",
        AccepterKind.SelfClosing => "Tự kết thúc khi văn bản đã ban hành",
        _ => throw new ArgumentOutOfRangeException(nameof(accepter), accepter, "Unknown accepter."),
    };

    public async Task<IActionResult> OnGetAsync(string key, CancellationToken cancel) => await ReadAsync(key, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string key, CancellationToken cancel)
    {
        try
        {
            if (ModelState["Reason"] is { Errors.Count: > 0 })
                throw new Refusal("Lý do dài quá 500 ký tự", "Reason");
            if (!ModelState.IsValid || TurnOn is not { } on)
                throw new Refusal("Chưa rõ bật hay tắt loại nhiệm vụ này. Xem lại trạng thái hiện nay rồi chọn lại");
            await keeper.SwitchAsync(key, on, Reason, await current.RequireAsync(), Version, cancel);
            this.Note(on ? "Đã bật loại nhiệm vụ. Nhiệm vụ định kỳ của loại này được mở trong lần chạy tới" : "Đã tắt loại nhiệm vụ. Nhiệm vụ đã mở vẫn giữ nguyên");
            return LocalRedirect($"/danh-muc/{Uri.EscapeDataString(key)}");
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            ModelState.AddModelError(refusal.Field ?? "", refusal.Message);
            db.ChangeTracker.Clear();
        }
        return await ReadAsync(key, cancel) ? Page() : NotFound();
    }

    private async Task<bool> ReadAsync(string key, CancellationToken cancel)
    {
        var viewer = await current.RequireAsync();
        if (await db.Catalogue.AsNoTracking().Include(x => x.Terms).Include(x => x.Bases).AsSplitQuery().FirstOrDefaultAsync(x => x.Key == key, cancel) is not { } entry)
            return false;
        Entry = entry;
        ModelState.Remove(nameof(Version));
        Version = entry.Version;
        (var calendar, Organization) = await snapshots.ReadAsync(db, cancel);
        Today = Organization.Day;
        FieldName = await db.Fields.AsNoTracking().Where(x => x.Code == entry.FieldCode).Select(x => x.Name).FirstOrDefaultAsync(cancel) ?? entry.FieldCode;
        MaySwitch = LawKeeper.MaySwitch(viewer);
        KeepsLaw = viewer.KeepsLaw;
        Lapses = CatalogueVersions.Lapsing(entry, Today);
        History = await keeper.HistoryAsync(key, cancel);
        Shipped = entry.ShippedMoved ? await book.ShippedAsync(key, cancel) : null;
        MayOpen = entry.Trigger == CatalogueTrigger.Event && viewer.CanOpen;
        var duties = viewer.Visible(db.Duties).AsNoTracking().Where(x => x.CatalogueKey == key);
        Duties = await duties.CountAsync(cancel);
        if (entry.Cron is not { } cron)
            return true;
        var (from, to) = (new DateOnly(Today.Year, 1, 1), new DateOnly(Today.Year, 12, 31));
        var seen = await duties.Where(x => x.OccurrenceKey != null && x.StartOn >= from).ToDictionaryAsync(x => x.OccurrenceKey!, cancel);
        // The date of a kind is no secret; what a unit did with it is for those who see the unit's work.
        var made = await db.Duties.AsNoTracking().Where(x => x.CatalogueKey == key && x.OccurrenceKey != null && x.StartOn >= from)
            .Select(x => new { x.OccurrenceKey, x.DueOn }).ToDictionaryAsync(x => x.OccurrenceKey!, x => x.DueOn, cancel);
        foreach (var nominal in OccurrenceRule.Nominal(cron, from, to).Where(x => entry.AppliesUntil is null || x <= entry.AppliesUntil))
        {
            var occurrence = $"{key}:{nominal:yyyy-MM-dd}";
            var duty = seen.GetValueOrDefault(occurrence);
            var known = made.TryGetValue(occurrence, out var stored);
            var due = known ? stored : (entry.Nominal == NominalMeaning.Start && entry.TermOn(nominal) is { } term
                ? LegalClock.Due(calendar, nominal, new Term(term.Amount, term.Unit, term.Kind)) ?? nominal
                : LegalClock.Shift(calendar, nominal, entry.Shift));
            Occurrences.Add(new CatalogueOccurrence(nominal, due, known, duty?.Id, duty?.StateOn(Today)));
        }
        return true;
    }
}
