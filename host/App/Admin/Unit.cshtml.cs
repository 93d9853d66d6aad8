using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Admin;

[Authorize(Policies.Administer)]
internal sealed class UnitPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, OrganizationBook book) : PageModel
{
    [BindProperty, Display(Name = "Mã đơn vị"), StringLength(20)]
    public string? Code { get; set; }

    [BindProperty, Display(Name = "Tên đơn vị"), StringLength(200)]
    public string? Name { get; set; }

    [BindProperty, Display(Name = "Tên ngắn"), StringLength(80)]
    public string? ShortName { get; set; }

    [BindProperty, Display(Name = "Loại đơn vị")]
    public UnitKind? Kind { get; set; }

    [BindProperty, Display(Name = "Thuộc đơn vị")]
    public int? ParentId { get; set; }

    [BindProperty, Display(Name = "Thứ tự")]
    public int? Order { get; set; }

    [BindProperty, Display(Name = "Ngày thành lập")]
    public DateOnly? From { get; set; }

    [BindProperty, Display(Name = "Ngày hoạt động cuối cùng")]
    public DateOnly? LastDay { get; set; }

    [BindProperty, Display(Name = "Đơn vị kế thừa")]
    public int? SuccessorId { get; set; }

    [BindProperty, Display(Name = "Lãnh đạo phụ trách")]
    public int? LeaderId { get; set; }

    [BindProperty, Display(Name = "Phụ trách từ ngày")]
    public DateOnly? ChargeFrom { get; set; }

    [BindProperty, Display(Name = "Tên mới"), StringLength(200)]
    public string? NewName { get; set; }

    [BindProperty, Display(Name = "Tên ngắn mới"), StringLength(80)]
    public string? NewShortName { get; set; }

    [BindProperty, Display(Name = "Mang tên mới từ ngày")]
    public DateOnly? NameFrom { get; set; }

    [BindProperty, Display(Name = "Số quyết định"), StringLength(60)]
    public string? NamePaper { get; set; }

    [BindProperty]
    public Guid Version { get; set; }

    public Unit? Unit { get; private set; }
    public OrganizationOn Organization { get; private set; } = null!;
    public List<LeaderInCharge> Charges { get; private set; } = [];
    public List<(string Field, FieldAssignment Assignment)> Fields { get; private set; } = [];
    public List<Person> Members { get; private set; } = [];

    /// <summary>Closed units that this one took over.</summary>
    public List<Unit> Inherited { get; private set; } = [];

    /// <summary>The unit's number, or «them» for a new one.</summary>
    [BindProperty(SupportsGet = true), StringLength(12)]
    public string Key { get; set; } = "";

    private int? Id => int.TryParse(Key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return NotFound();
        if (Unit is { } unit)
            (Code, Name, ShortName, Kind, ParentId, Order, From, Version) = (unit.Code, unit.Name, unit.ShortName, unit.Kind, unit.ParentId, unit.Order, unit.From, unit.Version);
        else
            Order = (await db.Units.AsNoTracking().MaxAsync(x => (int?)x.Order, cancel) ?? 0) + 1;
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancel) => ActAsync(async by =>
    {
        var facts = new UnitFacts(Code, Name, ShortName, Kind, ParentId, Order, From);
        var id = Id;
        if (id is { } known)
            await book.EditUnitAsync(known, facts, Version, by, cancel);
        else
            id = await book.AddUnitAsync(facts, by, cancel);
        this.Note("Đã lưu đơn vị");
        return $"/quan-tri/don-vi/{id}";
    }, cancel);

    public Task<IActionResult> OnPostCloseAsync(CancellationToken cancel) => ActAsync(async by =>
    {
        var moved = await book.CloseUnitAsync(Id ?? 0, LastDay, SuccessorId, Version, by, cancel);
        this.Note(moved == 0 ? "Đã ghi đơn vị kết thúc hoạt động" : $"Đã ghi đơn vị kết thúc hoạt động và chuyển {Vi.Number(moved)} nhiệm vụ sang đơn vị kế thừa");
        return "/quan-tri/don-vi";
    }, cancel);

    public Task<IActionResult> OnPostRenameAsync(CancellationToken cancel) => ActAsync(async by =>
    {
        await book.RenameUnitAsync(Id ?? 0, NewName, NewShortName, NameFrom, NamePaper, Version, by, cancel);
        this.Note("Đã đổi tên đơn vị. Tên cũ vẫn đọc được trong lịch sử");
        return $"/quan-tri/don-vi/{Id}";
    }, cancel);

    public Task<IActionResult> OnPostChargeAsync(CancellationToken cancel) => ActAsync(async by =>
    {
        await book.PutInChargeAsync(Id ?? 0, LeaderId, ChargeFrom, by, cancel);
        this.Note("Đã phân công lãnh đạo phụ trách");
        return $"/quan-tri/don-vi/{Id}";
    }, cancel);

    private async Task<IActionResult> ActAsync(Func<Viewer, Task<string>> act, CancellationToken cancel)
    {
        try
        {
            if (ModelState.IsValid)
                return LocalRedirect(await act(await current.RequireAsync()));
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
            db.ChangeTracker.Clear();
        }
        if (!await ReadAsync(cancel))
            return NotFound();
        FillUntouched();
        return Page();
    }

    // A form that was not sent shows what is stored, beside the one that was refused.
    private void FillUntouched()
    {
        if (Unit is not { } unit)
            return;
        if (!ModelState.ContainsKey(nameof(Version)))
            Version = unit.Version;
        if (Request.Form.ContainsKey(nameof(Code)))
            return;
        (Code, Name, ShortName, Kind, ParentId, Order, From) = (unit.Code, unit.Name, unit.ShortName, unit.Kind, unit.ParentId, unit.Order, unit.From);
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        (_, Organization) = await snapshots.ReadAsync(db, cancel);
        if (Id is not { } known)
            return Key == "them";
        Unit = await db.Units.AsNoTracking().FirstOrDefaultAsync(x => x.Id == known, cancel);
        Charges = await db.LeadersInCharge.AsNoTracking().Where(x => x.UnitId == known).OrderByDescending(x => x.From).ToListAsync(cancel);
        Fields = [.. (await db.FieldAssignments.AsNoTracking().Where(x => x.UnitId == known).Join(db.Fields, x => x.FieldCode, x => x.Code, (assignment, field) => new { field.Name, assignment })
            .OrderByDescending(x => x.assignment.From).ToListAsync(cancel)).Select(x => (x.Name, x.assignment))];
        Inherited = await db.Units.AsNoTracking().Where(x => x.SuccessorId == known).OrderByDescending(x => x.To).ThenBy(x => x.Order).ToListAsync(cancel);
        Members = [.. Organization.Members(known)];
        return Unit is not null;
    }
}
