using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Search;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Duties;

/// <summary>A kind of the catalogue that an event triggers, as the list to choose from shows it.</summary>
internal sealed record EventKind(string Key, string Title, PapiArea Area, string? Event, string FieldCode);

/// <summary>
/// Opens a duty: by an event of the catalogue, whose law gives the term (its due date and why are shown before anything is
/// saved), or by hand with a date that a leader or a document names.
/// </summary>
[Authorize(Policies.Staff)]
internal sealed class OpenDutyPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, CatalogueBook catalogue, DutyLedger ledger) : PageModel
{
    public Viewer Viewer { get; private set; } = null!;
    public WorkingCalendar Calendar { get; private set; } = null!;
    public DateOnly Today { get; private set; }
    public bool ByHand { get; private set; }
    public string? Words { get; private set; }
    public PapiArea? OnlyArea { get; private set; }
    public IReadOnlyList<EventKind> Kinds { get; private set; } = [];
    public bool Searching => Words is not null || OnlyArea is not null;
    public CatalogueEntry? Entry { get; private set; }
    public CatalogueTerm? Term { get; private set; }
    public Deadline? Deadline { get; private set; }

    [BindProperty, Display(Name = "Ngày bắt đầu tính")] public DateOnly? EventOn { get; set; }
    [BindProperty, Display(Name = "Nội dung cụ thể"), StringLength(200)] public string? Detail { get; set; }

    /// <summary>The date whose preview was read: another date is shown before it is saved.</summary>
    [BindProperty] public DateOnly? SeenOn { get; set; }

    [BindProperty, Display(Name = "Đơn vị chủ trì")] public int? LeadUnitId { get; set; }
    [BindProperty, Display(Name = "Nội dung nhiệm vụ"), StringLength(500)] public string? Title { get; set; }
    [BindProperty, Display(Name = "Phải làm gì"), StringLength(4000), DataType(DataType.MultilineText)] public string? What { get; set; }
    [BindProperty, Display(Name = "Nội dung PAPI")] public int Area { get; set; }
    [BindProperty, Display(Name = "Thời hạn hoàn thành")] public DateOnly? DueOn { get; set; }
    [BindProperty, Display(Name = "Sản phẩm"), StringLength(400)] public string? Product { get; set; }
    [BindProperty, Display(Name = "Người thực hiện")] public int? OfficerId { get; set; }
    [BindProperty, Display(Name = "Đơn vị phối hợp")] public List<int> Coordinating { get; set; } = [];
    [BindProperty, Display(Name = "Nội dung phối hợp"), StringLength(500)] public string? ShareWhat { get; set; }
    [BindProperty, Display(Name = "Văn bản giao việc"), StringLength(500)] public string? SourceDocument { get; set; }
    [BindProperty, Display(Name = "Ý kiến chỉ đạo"), StringLength(2000), DataType(DataType.MultilineText)] public string? Direction { get; set; }
    [BindProperty, Display(Name = "Phải có tài liệu, hình ảnh chứng minh khi báo cáo hoàn thành")] public bool RequiresEvidence { get; set; }
    [BindProperty, Display(Name = "Việc kín: chỉ người thực hiện và Chủ tịch UBND xã xem được")] public bool Confidential { get; set; }

    public OrganizationOn Organization => Viewer.Organization;
    public IEnumerable<SelectListItem> Units => Organization.Units.Select(x => new SelectListItem(x.Name, Text(x.Id)));
    public static IEnumerable<SelectListItem> Areas => Enum.GetValues<PapiArea>().Select(x => new SelectListItem(x.NumberedTitle(), Text((int)x)));
    public IEnumerable<SelectListItem> People => Organization.People.Select(x => new SelectListItem(
        Organization.Unit(Organization.UnitOf(x.Id)) is { } unit ? $"{x.FullName}, {unit.ShortName}" : x.FullName, Text(x.Id)));

    /// <summary>Whether this person may write a leader's direction on what he opens.</summary>
    public bool CanDirect => Viewer.ActsAsChairman || Viewer.ActsAsOfficeHead || Viewer.Roles.Contains(Role.DeputyChairman);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        if (Entry is not null)
            LeadUnitId = Organization.UnitForField(Entry.FieldCode);
        else if (ByHand)
            LeadUnitId = Viewer.HeadedUnits.Count == 1 ? Viewer.HeadedUnits.First() : null;
        EventOn = Today;
    }

    /// <summary>Shows the due date and why, and saves nothing.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        Look();
        return Page();
    }

    public async Task<IActionResult> OnPostOpenAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        if (Entry is null)
            return LocalRedirect("/viec/mo");
        if (!ModelState.IsValid || EventOn is null || SeenOn != EventOn)
        {
            Look();
            if (Deadline is not null)
                ModelState.AddModelError(nameof(EventOn), "Ngày bắt đầu tính đã đổi sau khi xem thời hạn. Xem lại thời hạn mới rồi giao nhiệm vụ");
            return Page();
        }
        return await SaveAsync(() => catalogue.OpenFromEventAsync(Entry.Key, EventOn, Detail, LeadUnitId, Viewer, cancel), Look);
    }

    public async Task<IActionResult> OnPostByHandAsync(CancellationToken cancel)
    {
        ByHand = true;
        await ReadAsync(cancel);
        return await SaveAsync(() => OpenByHandAsync(cancel), () => { });
    }

    private async Task<Duty> OpenByHandAsync(CancellationToken cancel)
    {
        if (!Enum.IsDefined((PapiArea)Area))
            throw new Refusal("Chưa chọn nội dung PAPI", nameof(Area));
        if (DueOn is not { } due)
            throw new Refusal("Chưa nhập thời hạn hoàn thành", nameof(DueOn));
        if (due < Today)
            throw new Refusal($"Thời hạn không được trước hôm nay ({Vi.Date(Today)})", nameof(DueOn));
        if (due > Today.AddYears(5))
            throw new Refusal("Thời hạn cách hôm nay quá 5 năm. Kiểm tra lại năm", nameof(DueOn));
        if (OfficerId is { } officer && (LeadUnitId is not { } lead || Organization.Members(lead).All(x => x.Id != officer)))
            throw new Refusal("Người thực hiện phải thuộc đơn vị chủ trì", nameof(OfficerId));
        if (Confidential && OfficerId is null)
            throw new Refusal("Việc kín phải có người thực hiện", nameof(OfficerId));
        if (Coordinating.Exists(id => Organization.Units.All(unit => unit.Id != id)))
            throw new Refusal("Chưa chọn đơn vị phối hợp", nameof(Coordinating));
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var duty = await ledger.OpenAsync(new NewDuty((PapiArea)Area, Title ?? "", due, new Term(0, TermUnit.CalendarDay, TermKind.FixedDate))
        {
            What = What,
            Product = Product,
            LeadUnitId = LeadUnitId,
            OfficerId = OfficerId,
            SourceDocument = SourceDocument,
            RequiresEvidence = RequiresEvidence,
            Confidential = Confidential,
            Shares = [.. Coordinating.Select(id => new NewShare(id, string.IsNullOrWhiteSpace(ShareWhat) ? $"Phối hợp: {Title}" : ShareWhat))],
        }, Viewer, cancel);
        if (!string.IsNullOrWhiteSpace(Direction) && CanDirect)
            await ledger.DirectAsync(duty.Id, Direction, null, Viewer, null, cancel);
        await transaction.CommitAsync(cancel);
        return duty;
    }

    private async Task<IActionResult> SaveAsync(Func<Task<Duty>> open, Action again)
    {
        if (ModelState.IsValid)
        {
            try
            {
                var duty = await open();
                this.Note(duty.LeadUnitId is null ? "Đã mở nhiệm vụ, chưa có đơn vị chủ trì" : $"Đã giao nhiệm vụ cho {Organization.UnitName(duty.LeadUnitId)}");
                return LocalRedirect(Viewer.CanSee(duty) ? $"/viec/{Text(duty.Id)}" : "/lam-viec");
            }
            catch (NotAllowed)
            {
                throw;
            }
            catch (Refusal refusal)
            {
                this.Refuse(refusal);
                db.ChangeTracker.Clear();
            }
        }
        again();
        return Page();
    }

    private void Look()
    {
        if (Entry is null || !ModelState.IsValid)
            return;
        if (EventOn is not { } day)
        {
            ModelState.AddModelError(nameof(EventOn), "Chưa nhập ngày bắt đầu tính");
            return;
        }
        if (Math.Abs(day.DayNumber - Today.DayNumber) > 366 * 5)
        {
            ModelState.AddModelError(nameof(EventOn), "Ngày bắt đầu tính cách hôm nay quá 5 năm. Kiểm tra lại năm");
            return;
        }
        Term = Entry.TermOn(day);
        if (Term is null)
            ModelState.AddModelError(nameof(EventOn), "Danh mục chưa có thời hạn áp dụng cho ngày này. Giao thành nhiệm vụ khác, có ngày ấn định");
        else
            Deadline = LegalClock.Explain(Calendar, day, new Term(Term.Amount, Term.Unit, Term.Kind), today: Today);
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        if (!Viewer.CanOpen)
            throw new NotAllowed();
        (Calendar, _) = await snapshots.ReadAsync(db, cancel);
        Today = db.Clock.OfficeToday();
        ByHand |= Request.Query["cach"] == "nhap";
        if (ByHand)
            return;
        if (Request.Query["loai"].ToString() is { Length: > 0 } key)
        {
            Entry = await db.Catalogue.AsNoTracking().Include(x => x.Terms).Include(x => x.Bases).AsSplitQuery()
                .FirstOrDefaultAsync(x => x.Key == key && x.Trigger == CatalogueTrigger.Event, cancel) ?? throw new Refusal("Không có loại nhiệm vụ này trong danh mục");
            return;
        }
        Words = Request.Query["q"].ToString() is { Length: > 0 } words ? words[..Math.Min(words.Length, 100)] : null;
        OnlyArea = int.TryParse(Request.Query["nd"], out var area) && Enum.IsDefined((PapiArea)area) ? (PapiArea)area : null;
        var kinds = await db.Catalogue.AsNoTracking().Where(x => x.Trigger == CatalogueTrigger.Event).OrderBy(x => x.Area).ThenBy(x => x.Tier).ThenBy(x => x.Key)
            .Select(x => new EventKind(x.Key, x.Title, x.Area, x.Event, x.FieldCode)).ToListAsync(cancel);
        var asked = SearchIndex.Words(Words);
        // A hundred kinds at most: they are searched in memory, by every word, without marks.
        var found = kinds.Where(x => (OnlyArea is null || x.Area == OnlyArea)
            && (asked.Count == 0 || SearchIndex.Words($"{x.Title} {x.Event}") is { } has && asked.All(word => has.Any(y => y.StartsWith(word, StringComparison.Ordinal))))).ToList();
        Kinds = found;
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
