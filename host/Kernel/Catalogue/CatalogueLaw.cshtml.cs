using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Catalogue;

/// <summary>A new law of a kind, a term of it compared with its text, or its rhythm: previewed, then confirmed.</summary>
[Authorize(Policies.Law)]
internal sealed class CatalogueLawPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, LawKeeper keeper) : PageModel
{
    /// <summary>Open duties that a preview lists; the rest is counted.</summary>
    public const int Listed = 50;

    [BindProperty, Display(Name = "Văn bản"), StringLength(300)]
    public string? Document { get; set; }

    [BindProperty, Display(Name = "Điều, khoản, điểm"), StringLength(500)]
    public string? Article { get; set; }

    [BindProperty, Display(Name = "Đường dẫn đến văn bản"), StringLength(500)]
    public string? Link { get; set; }

    [BindProperty, Display(Name = "Bắt đầu áp dụng từ ngày")]
    public DateOnly? ValidFrom { get; set; }

    [BindProperty, Display(Name = "Thay thế văn bản")]
    public List<int> Replaced { get; set; } = [];

    [BindProperty, Display(Name = "Cách tính")]
    public TermKind? Kind { get; set; }

    [BindProperty, Display(Name = "Số lượng")]
    public int? Amount { get; set; }

    [BindProperty, Display(Name = "Đơn vị tính")]
    public TermUnit? Unit { get; set; }

    [BindProperty, Display(Name = "Tính từ"), StringLength(600), DataType(DataType.MultilineText)]
    public string? FromText { get; set; }

    [BindProperty, Display(Name = "Mỗi lần gia hạn")]
    public int? ExtensionAmount { get; set; }

    [BindProperty, Display(Name = "Đơn vị tính của gia hạn")]
    public TermUnit? ExtensionUnit { get; set; }

    [BindProperty, Display(Name = "Số lần gia hạn nhiều nhất")]
    public int? ExtensionMaxTimes { get; set; }

    [BindProperty, Display(Name = "Điều kiện gia hạn"), StringLength(600), DataType(DataType.MultilineText)]
    public string? ExtensionCondition { get; set; }

    [BindProperty, Display(Name = "Lý do"), StringLength(500), DataType(DataType.MultilineText)]
    public string? Reason { get; set; }

    [BindProperty, Display(Name = "Chuyển các nhiệm vụ đang thực hiện sang thời hạn này")]
    public bool MoveOpen { get; set; }

    [BindProperty]
    public Guid Version { get; set; }

    [BindProperty, StringLength(64)]
    public string? Digest { get; set; }

    public CatalogueEntry Entry { get; private set; } = null!;
    public LawTarget Target { get; private set; } = null!;

    /// <summary>The version that is compared; of a new one, that which is in force before it.</summary>
    public CatalogueTerm? Term { get; private set; }
    public bool HasTerm { get; private set; }
    public List<SelectListItem> Bases { get; private set; } = [];
    public OrganizationOn Organization { get; private set; } = null!;
    public LawPreview? Preview { get; private set; }
    public bool ChangedMeanwhile { get; private set; }

    public string Heading => Target.New ? "Thêm văn bản mới" : Target.Rhythm ? "Đối chiếu nhịp định kỳ" : "Đối chiếu, sửa thời hạn";

    public static IEnumerable<SelectListItem> Units => Enum.GetValues<TermUnit>().Select(x => new SelectListItem(TermWords.Title(x), x.ToString()));
    public static IEnumerable<SelectListItem> Kinds => Enum.GetValues<TermKind>().Select(x => new SelectListItem(TermWords.Title(x), x.ToString()));

    public async Task<IActionResult> OnGetAsync(string key, string which, CancellationToken cancel)
    {
        if (!await ReadAsync(key, which, cancel))
            return NotFound();
        if (Term is { } term && HasTerm)
        {
            (Kind, Unit, FromText) = (term.Kind, term.Unit, term.FromText);
            Amount = term.Kind is TermKind.Immediately or TermKind.FixedDate ? null : Math.Abs(term.Amount);
            (ExtensionAmount, ExtensionUnit, ExtensionMaxTimes, ExtensionCondition) = (term.ExtensionAmount, term.ExtensionUnit, term.ExtensionMaxTimes, term.ExtensionCondition);
            if (!Target.New)
                (Document, Article, Link) = (term.Document, term.Article, term.Link);
        }
        return Page();
    }

    public async Task<IActionResult> OnPostPreviewAsync(string key, string which, CancellationToken cancel)
    {
        if (LawTarget.Parse(which) is not { } target)
            return NotFound();
        try
        {
            if (ModelState.IsValid)
                Preview = await keeper.PreviewAsync(key, target, Input, await current.RequireAsync(), Version, cancel);
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
        }
        return await ShowAsync(key, which, cancel);
    }

    public async Task<IActionResult> OnPostSaveAsync(string key, string which, CancellationToken cancel)
    {
        if (LawTarget.Parse(which) is not { } target)
            return NotFound();
        try
        {
            if (ModelState.IsValid)
            {
                var (moved, again) = await keeper.SaveAsync(key, target, Input, Digest, await current.RequireAsync(), Version, cancel);
                if (again is null)
                {
                    this.Note(MoveOpen ? $"Đã lưu. {Vi.Number(moved)} nhiệm vụ đang thực hiện đã chuyển theo văn bản" : "Đã lưu. Nhiệm vụ đang thực hiện giữ thời hạn cũ");
                    return LocalRedirect($"/danh-muc/{Uri.EscapeDataString(key)}");
                }
                (Preview, ChangedMeanwhile) = (again, true);
            }
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
            db.ChangeTracker.Clear();
        }
        return await ShowAsync(key, which, cancel);
    }

    private LawInput Input => new(Document, Article, Link, Reason)
    {
        ValidFrom = ValidFrom, Replaced = Replaced, Amount = Amount, Unit = Unit, Kind = Kind, FromText = FromText, ExtensionAmount = ExtensionAmount,
        ExtensionUnit = ExtensionUnit, ExtensionMaxTimes = ExtensionMaxTimes, ExtensionCondition = ExtensionCondition, MoveOpen = MoveOpen,
    };

    private async Task<IActionResult> ShowAsync(string key, string which, CancellationToken cancel)
    {
        ModelState.Remove(nameof(Digest));
        Digest = Preview?.Digest;
        return await ReadAsync(key, which, cancel) ? Page() : NotFound();
    }

    private async Task<bool> ReadAsync(string key, string which, CancellationToken cancel)
    {
        (_, Organization) = await snapshots.ReadAsync(db, cancel);
        if (LawTarget.Parse(which) is not { } target
            || await db.Catalogue.AsNoTracking().Include(x => x.Terms).Include(x => x.Bases).AsSplitQuery().FirstOrDefaultAsync(x => x.Key == key, cancel) is not { } entry)
            return false;
        (Target, Entry) = (target, entry);
        if (!ModelState.ContainsKey(nameof(Version)))
            Version = entry.Version;
        Term = target.New ? entry.TermOn(Organization.Day) ?? entry.Terms.OrderBy(x => x.ValidFrom ?? DateOnly.MinValue).LastOrDefault() : entry.Terms.Find(x => x.Id == target.TermId);
        HasTerm = target.New ? entry.CountsTerm : !target.Rhythm;
        // Those in force today or later: what ended before today a new document no longer ends.
        Bases = [.. entry.Bases.Where(x => x.ValidTo is null || x.ValidTo >= Organization.Day.AddYears(-1)).OrderBy(x => x.Id)
            .Select(x => new SelectListItem($"{x.Document}{(string.IsNullOrEmpty(x.Article) ? "" : $", {x.Article}")}{(CatalogueEntryPage.Validity(x.ValidFrom, x.ValidTo) is { Length: > 0 } validity ? $" ({validity})" : "")}", x.Id.ToString(CultureInfo.InvariantCulture)))];
        return target.New || target.Rhythm && entry.Trigger == CatalogueTrigger.Recurring || Term is not null;
    }
}
