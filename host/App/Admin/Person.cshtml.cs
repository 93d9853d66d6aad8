using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Admin;

/// <summary>One of the small forms that end a post or a role on a day.</summary>
/// <param name="Sent">This is the form that was sent: what was typed and the error belong here.</param>
internal sealed record EndOnForm(string Handler, int Id, string What, string Button, bool Sent);

[Authorize(Policies.Administer)]
internal sealed class PersonPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, PeopleBook book, Accounts accounts) : PageModel
{
    /// <summary>Sign-ins and delegations that the page shows.</summary>
    private const int Listed = 20;

    /// <summary>The person's number, or «them» for a new one.</summary>
    [BindProperty(SupportsGet = true), StringLength(12)]
    public string Key { get; set; } = "";

    [BindProperty, Display(Name = "Họ và tên"), StringLength(120)]
    public string? FullName { get; set; }

    [BindProperty, Display(Name = "Xưng hô"), StringLength(10)]
    public string? AddressAs { get; set; }

    [BindProperty, Display(Name = "Thư điện tử"), StringLength(200), DataType(DataType.EmailAddress)]
    public string? Email { get; set; }

    [BindProperty, Display(Name = "Số điện thoại"), StringLength(30), Phone]
    public string? Phone { get; set; }

    [BindProperty, Display(Name = "Nhận nhắc việc bằng")]
    public NoticeChannel? Notice { get; set; }

    [BindProperty, Display(Name = "Lĩnh vực được phân công"), StringLength(400), DataType(DataType.MultilineText)]
    public string? Responsibilities { get; set; }

    [BindProperty, Display(Name = "Đơn vị")]
    public int? UnitId { get; set; }

    [BindProperty, Display(Name = "Chức vụ"), StringLength(150)]
    public string? Title { get; set; }

    [BindProperty, Display(Name = "Cấp chức vụ")]
    public PositionRank? Rank { get; set; }

    [BindProperty, Display(Name = "Giữ chức vụ từ ngày")]
    public DateOnly? PositionFrom { get; set; }

    [BindProperty, Display(Name = "Số, ký hiệu quyết định"), StringLength(60)]
    public string? PaperNumber { get; set; }

    [BindProperty, Display(Name = "Vai trò")]
    public Role? GrantedRole { get; set; }

    [BindProperty, Display(Name = "Có vai trò từ ngày")]
    public DateOnly? RoleFrom { get; set; }

    [BindProperty]
    public int? Ended { get; set; }

    [BindProperty, Display(Name = "Ngày cuối cùng")]
    public DateOnly? EndOn { get; set; }

    [BindProperty, Display(Name = "Lý do đặt lại đăng nhập hai lớp"), StringLength(150)]
    public string? ResetReason { get; set; }

    [BindProperty, Display(Name = "Tên đăng nhập"), StringLength(60)]
    public string? UserName { get; set; }

    [BindProperty, Display(Name = "Ngày làm việc cuối cùng")]
    public DateOnly? LeaveOn { get; set; }

    [BindProperty]
    public Guid Version { get; set; }

    public Person? Person { get; private set; }
    public Account? Account { get; private set; }
    public OrganizationOn Organization { get; private set; } = null!;
    public List<Position> Positions { get; private set; } = [];
    public List<RoleGrant> Grants { get; private set; } = [];
    public List<SignInRecord> SignIns { get; private set; } = [];
    public List<Delegation> Delegations { get; private set; } = [];

    /// <summary>Shown on this answer only; it is kept nowhere.</summary>
    public string? OneTimePassword { get; private set; }

    public bool LockedForGood => Account is not null && Accounts.IsLockedForGood(Account, db.Clock.GetUtcNow());
    public bool LockedForNow => Account?.LockoutEnd > db.Clock.GetUtcNow() && !LockedForGood;
    public DateOnly Today => Organization.Day;
    public int? MyId => db.Acting.PersonId;

    public static readonly SelectListItem[] Addresses = [new("ông", "ông"), new("bà", "bà")];

    public EndOnForm End(string handler, int id, string what, string button) =>
        new(handler, id, what, button, Ended == id && string.Equals(Request.Query["handler"], handler, StringComparison.OrdinalIgnoreCase));

    private int? Id => int.TryParse(Key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return NotFound();
        FillUntouched();
        if (Person is null)
            Notice = NoticeChannel.Mail;
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancel) => ActAsync(async by =>
    {
        var facts = new PersonFacts(FullName, AddressAs, Email, Phone, Notice, Responsibilities);
        if (Id is { } known)
            await book.EditAsync(known, facts, Version, by, cancel);
        else
            Key = (await book.AddAsync(facts, by, cancel)).ToString(CultureInfo.InvariantCulture);
        return "Đã lưu thông tin";
    }, cancel);

    public Task<IActionResult> OnPostPositionAsync(CancellationToken cancel) =>
        ActAsync(async by => { await book.AddPositionAsync(Id ?? 0, UnitId, Title, Rank, PositionFrom, PaperNumber, by, cancel); return "Đã ghi chức vụ"; }, cancel);

    public Task<IActionResult> OnPostEndPositionAsync(CancellationToken cancel) =>
        ActAsync(async by => { await book.EndPositionAsync(Id ?? 0, Ended ?? 0, EndOn, by, cancel); return "Đã ghi thôi giữ chức vụ"; }, cancel);

    public Task<IActionResult> OnPostGrantAsync(CancellationToken cancel) =>
        ActAsync(async by => { await book.GrantAsync(Id ?? 0, GrantedRole, RoleFrom, by, cancel); return "Đã giao vai trò"; }, cancel);

    public Task<IActionResult> OnPostEndRoleAsync(CancellationToken cancel) =>
        ActAsync(async by => { await book.EndRoleAsync(Id ?? 0, Ended ?? 0, EndOn, by, cancel); return "Đã ghi thôi giao vai trò"; }, cancel);

    public Task<IActionResult> OnPostLeaveAsync(CancellationToken cancel) =>
        ActAsync(async by => { await book.LeaveAsync(Id ?? 0, LeaveOn, by, cancel); return "Đã ghi thôi làm việc"; }, cancel);

    public Task<IActionResult> OnPostComeBackAsync(CancellationToken cancel) =>
        ActAsync(async by => { await book.ComeBackAsync(Id ?? 0, by, cancel); return "Đã ghi làm việc trở lại"; }, cancel);

    public Task<IActionResult> OnPostLockAsync(CancellationToken cancel) =>
        ActAsync(async by => { await accounts.LockAsync(Id ?? 0, by, cancel); return "Đã khóa tài khoản. Máy đang đăng nhập phải đăng nhập lại trong vòng một phút"; }, cancel);

    public Task<IActionResult> OnPostResetSecondStepAsync(CancellationToken cancel) =>
        ActAsync(async by => { await accounts.ResetSecondStepAsync(Id ?? 0, ResetReason, by, cancel); return "Đã đặt lại đăng nhập hai lớp và báo cho người này"; }, cancel);

    public Task<IActionResult> OnPostUnlockAsync(CancellationToken cancel) =>
        ActAsync(async by => { await accounts.UnlockAsync(Id ?? 0, by, cancel); return "Đã mở khóa tài khoản"; }, cancel);

    public Task<IActionResult> OnPostCreateAccountAsync(CancellationToken cancel) =>
        ActAsync(async by => { OneTimePassword = await accounts.CreateAsync(Id ?? 0, UserName, by, cancel); return ""; }, cancel);

    public Task<IActionResult> OnPostNewPasswordAsync(CancellationToken cancel) =>
        ActAsync(async by => { OneTimePassword = await accounts.NewPasswordAsync(Id ?? 0, by, cancel); return ""; }, cancel);

    private async Task<IActionResult> ActAsync(Func<Viewer, Task<string>> act, CancellationToken cancel)
    {
        try
        {
            if (ModelState.IsValid)
            {
                var done = await act(await current.RequireAsync());
                // A password is shown in this answer and never put into a cookie or an address.
                if (OneTimePassword is null)
                {
                    this.Note(done);
                    return LocalRedirect($"/quan-tri/can-bo/{Key}");
                }
            }
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
        if (Person is not { } person)
            return;
        if (!ModelState.ContainsKey(nameof(Version)))
            Version = person.Version;
        if (Request.HasFormContentType && Request.Form.ContainsKey(nameof(FullName)))
            return;
        (FullName, AddressAs, Email, Phone, Notice, Responsibilities) = (person.FullName, person.AddressAs, person.Email, person.Phone, person.Notice, person.Responsibilities);
        UserName ??= SuggestedUserName(person);
    }

    /// <summary>The local part of the mail address, or «duc.hm» of «Hoàng Minh Đức».</summary>
    private static string SuggestedUserName(Person person)
    {
        if (person.Email is { } email && email.IndexOf('@', StringComparison.Ordinal) is > 2 and var at)
            return email[..at].ToLowerInvariant();
        var names = Vi.Fold(person.FullName).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return names.Length < 2 ? string.Concat(names) : $"{names[^1]}.{string.Concat(names[..^1].Select(x => x[0]))}";
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        (_, Organization) = await snapshots.ReadAsync(db, cancel);
        if (Id is not { } id)
            return Key == "them";
        Person = await db.People.AsNoTracking().FirstOrDefaultAsync(x => x.Id == id, cancel);
        Account = await db.Users.AsNoTracking().FirstOrDefaultAsync(x => x.PersonId == id, cancel);
        Positions = await db.Positions.AsNoTracking().Where(x => x.PersonId == id).OrderByDescending(x => x.From).ToListAsync(cancel);
        Grants = await db.RoleGrants.AsNoTracking().Where(x => x.PersonId == id).OrderByDescending(x => x.From).ToListAsync(cancel);
        SignIns = await db.SignIns.AsNoTracking().Where(x => x.PersonId == id).OrderByDescending(x => x.Id).Take(Listed).ToListAsync(cancel);
        Delegations = await db.Delegations.AsNoTracking().Where(x => x.FromPersonId == id || x.ToPersonId == id).OrderByDescending(x => x.From).Take(Listed).ToListAsync(cancel);
        return Person is not null;
    }
}
