using System.Net.Mail;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Organization;

/// <summary>What is known of a person.</summary>
public sealed record PersonFacts(string? FullName, string? AddressAs, string? Email, string? Phone, NoticeChannel? Notice, string? Responsibilities);

/// <summary>
/// The commune's people with the posts they hold and the roles they were given, each from a day to the end of a day. Each
/// method is one act of an administrator with its audit entries; what cannot be is refused in words. Nobody is deleted:
/// history keeps the name.
/// </summary>
public sealed class PeopleBook(PlatformDb db)
{
    private DateOnly Today => db.Clock.OfficeToday();

    /// <returns>The number of the new person.</returns>
    public async Task<int> AddAsync(PersonFacts facts, Viewer by, CancellationToken cancel = default)
    {
        OrganizationBook.Administer(by);
        var person = new Person { FullName = "", SortKey = "" };
        Fill(person, facts);
        db.People.Add(person);
        db.Act = "Thêm cán bộ, công chức";
        await db.SaveChangesAsync(cancel);
        return person.Id;
    }

    public async Task EditAsync(int id, PersonFacts facts, Guid version, Viewer by, CancellationToken cancel = default)
    {
        OrganizationBook.Administer(by);
        var person = await PersonAsync(id, cancel);
        if (person.Version != version)
            throw new EditConflict();
        Fill(person, facts);
        db.Act = "Sửa thông tin cán bộ, công chức";
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>
    /// The person works here no longer after a day, today or earlier: posts and roles end with it, and duties that name the
    /// person wait for the unit's head to name another.
    /// </summary>
    public async Task LeaveAsync(int id, DateOnly? lastDay, Viewer by, CancellationToken cancel = default)
    {
        OrganizationBook.Administer(by);
        var person = await PersonAsync(id, cancel);
        if (!person.Active)
            throw new Refusal("Người này đã thôi làm việc");
        var last = lastDay ?? throw new Refusal("Chưa nhập ngày làm việc cuối cùng", "LeaveOn");
        if (last > Today)
            throw new Refusal($"Ngày cuối cùng không được sau hôm nay ({Vi.Date(Today)})", "LeaveOn");
        if (id == by.Id)
            throw new Refusal("Không tự ghi thôi làm việc cho chính mình");
        await KeepAnAdministratorAsync(id, cancel);
        if (await db.Duties.AnyAsync(x => x.OfficerId == id && x.Confidential && (x.Stage == DutyStage.Open || x.Stage == DutyStage.AwaitingAcceptance), cancel))
            throw new Refusal("Người này còn nhiệm vụ hạn chế người xem. Chủ tịch UBND xã giao cho người khác rồi mới ghi thôi làm việc");
        foreach (var position in await db.Positions.Where(x => x.PersonId == id && (x.To == null || x.To > last)).ToListAsync(cancel))
            position.To = position.From > last ? position.From : last;
        foreach (var grant in await db.RoleGrants.Where(x => x.PersonId == id && (x.To == null || x.To > last)).ToListAsync(cancel))
            grant.To = grant.From > last ? grant.From : last;
        var at = db.Clock.GetUtcNow().UtcDateTime;
        foreach (var duty in await db.Duties.Where(x => x.OfficerId == id && (x.Stage == DutyStage.Open || x.Stage == DutyStage.AwaitingAcceptance)).ToListAsync(cancel))
        {
            duty.OfficerId = null;
            db.DutyEvents.Add(new DutyEvent
            {
                DutyId = duty.Id, At = at, Kind = DutyEventKind.OfficerNamed, PersonId = db.Acting.PersonId, By = db.Acting.Name,
                Text = $"{person.FullName} thôi làm việc từ sau ngày {Vi.Date(last)}; chưa phân công người thực hiện",
            });
        }
        foreach (var share in await db.DutyShares.Where(x => x.OfficerId == id && x.DoneOn == null).ToListAsync(cancel))
            share.OfficerId = null;
        // Should he come back one day, the address that he knew stays dead.
        db.CalendarAddresses.RemoveRange(await db.CalendarAddresses.Where(x => x.PersonId == id).ToListAsync(cancel));
        person.Active = false;
        db.Act = "Ghi thôi làm việc";
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>The person works here again; posts and roles are given anew.</summary>
    public async Task ComeBackAsync(int id, Viewer by, CancellationToken cancel = default)
    {
        OrganizationBook.Administer(by);
        (await PersonAsync(id, cancel)).Active = true;
        db.Act = "Ghi làm việc trở lại";
        await db.SaveChangesAsync(cancel);
    }

    public async Task AddPositionAsync(int personId, int? unitId, string? title, PositionRank? rank, DateOnly? from, string? paper, Viewer by, CancellationToken cancel = default)
    {
        OrganizationBook.Administer(by);
        if (!(await PersonAsync(personId, cancel)).Active)
            throw new Refusal("Người này đã thôi làm việc");
        var first = from ?? throw new Refusal("Chưa nhập ngày giữ chức vụ", "PositionFrom");
        var held = rank ?? throw new Refusal("Chưa chọn cấp chức vụ", "Rank");
        if (unitId is { } unit)
        {
            if (await db.Units.AsNoTracking().FirstOrDefaultAsync(x => x.Id == unit, cancel) is not { To: null } stands)
                throw new Refusal("Đơn vị đã kết thúc hoạt động", "UnitId");
            if (first < stands.From)
                throw new Refusal($"Ngày giữ chức vụ phải từ ngày thành lập đơn vị ({Vi.Date(stands.From)}) trở đi", "PositionFrom");
            // One unit has one head: mails, returns and acceptance all ask who it is.
            if (held == PositionRank.Head && await db.Positions.FirstOrDefaultAsync(x => x.UnitId == unit && x.Rank == PositionRank.Head && (x.To == null || x.To >= first), cancel) is { } other)
                throw new Refusal($"{stands.Name} đang có người đứng đầu ({(await PersonAsync(other.PersonId, cancel)).FullName}). Ghi thôi giữ chức vụ của người đó trước", "Rank");
        }
        else if (held != PositionRank.Member)
            throw new Refusal("Chưa chọn đơn vị", "UnitId");
        db.Positions.Add(new Position
        {
            PersonId = personId, UnitId = unitId, Rank = held, From = first,
            Title = DutyLedger.Required(title, "Chưa nhập chức vụ", "Title", 150),
            PaperNumber = DutyLedger.Optional(paper, 60),
        });
        db.Act = "Ghi giữ chức vụ";
        await db.SaveChangesAsync(cancel);
    }

    public async Task EndPositionAsync(int personId, int positionId, DateOnly? lastDay, Viewer by, CancellationToken cancel = default)
    {
        OrganizationBook.Administer(by);
        var position = await db.Positions.FirstOrDefaultAsync(x => x.Id == positionId && x.PersonId == personId, cancel) ?? throw new Refusal("Không tìm thấy chức vụ này");
        position.To = Last(position.From, position.To, lastDay);
        db.Act = "Ghi thôi giữ chức vụ";
        await db.SaveChangesAsync(cancel);
    }

    public async Task GrantAsync(int personId, Role? role, DateOnly? from, Viewer by, CancellationToken cancel = default)
    {
        OrganizationBook.Administer(by);
        if (!(await PersonAsync(personId, cancel)).Active)
            throw new Refusal("Người này đã thôi làm việc");
        var given = role ?? throw new Refusal("Chưa chọn vai trò", "GrantedRole");
        var first = from ?? throw new Refusal("Chưa nhập ngày giao vai trò", "RoleFrom");
        if (await db.RoleGrants.AnyAsync(x => x.PersonId == personId && x.Role == given && (x.To == null || x.To >= first), cancel))
            throw new Refusal("Người này đang có vai trò đó", "GrantedRole");
        // There is one chairman and one office head: escalation ends with them.
        if (given is Role.Chairman or Role.OfficeHead && await db.RoleGrants.FirstOrDefaultAsync(x => x.Role == given && (x.To == null || x.To >= first), cancel) is { } other)
            throw new Refusal($"{(await PersonAsync(other.PersonId, cancel)).FullName} đang có vai trò {given.Title()}. Thôi giao cho người đó trước", "GrantedRole");
        db.RoleGrants.Add(new RoleGrant { PersonId = personId, Role = given, From = first });
        db.Act = "Giao vai trò";
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Ends a role on its last day. The last administrator stays.</summary>
    public async Task EndRoleAsync(int personId, int grantId, DateOnly? lastDay, Viewer by, CancellationToken cancel = default)
    {
        OrganizationBook.Administer(by);
        var grant = await db.RoleGrants.FirstOrDefaultAsync(x => x.Id == grantId && x.PersonId == personId, cancel) ?? throw new Refusal("Không tìm thấy vai trò này");
        if (grant.Role == Role.Administrator)
            await KeepAnAdministratorAsync(personId, cancel);
        grant.To = Last(grant.From, grant.To, lastDay);
        db.Act = "Thôi giao vai trò";
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>
    /// Throws <see cref="Refusal"/> when nobody else could administer after this person: an active person with the role, without
    /// an end, and an account that is not locked for good.
    /// </summary>
    public async Task KeepAnAdministratorAsync(int personId, CancellationToken cancel = default)
    {
        var today = Today;
        var administrators = await db.RoleGrants.AsNoTracking().Where(x => x.Role == Role.Administrator && x.To == null && x.From <= today).Select(x => x.PersonId).ToListAsync(cancel);
        if (!administrators.Contains(personId))
            return;
        var others = administrators.Where(x => x != personId).ToList();
        var active = await db.People.AsNoTracking().Where(x => x.Active && others.Contains(x.Id)).Select(x => x.Id).ToListAsync(cancel);
        // The end of a lockout is compared here: SQLite does not order this type.
        var accounts = await db.Users.AsNoTracking().Where(x => active.Contains(x.PersonId)).Select(x => x.LockoutEnd).ToListAsync(cancel);
        if (!accounts.Exists(x => x is null || x < db.Clock.GetUtcNow().AddYears(1)))
            throw new Refusal("Đây là quản trị hệ thống cuối cùng. Giao vai trò quản trị và lập tài khoản cho người khác trước");
    }

    private DateOnly Last(DateOnly from, DateOnly? to, DateOnly? lastDay)
    {
        if (to < Today)
            throw new Refusal($"Đã kết thúc từ hết ngày {Vi.Date(to)}");
        var last = lastDay ?? throw new Refusal("Chưa nhập ngày cuối cùng", "EndOn");
        return last >= from ? last : throw new Refusal($"Ngày cuối cùng phải từ ngày bắt đầu ({Vi.Date(from)}) trở đi", "EndOn");
    }

    private async Task<Person> PersonAsync(int id, CancellationToken cancel) =>
        await db.People.FirstOrDefaultAsync(x => x.Id == id, cancel) ?? throw new Refusal("Không tìm thấy người này");

    internal static void Fill(Person person, PersonFacts facts)
    {
        person.FullName = DutyLedger.Required(facts.FullName, "Chưa nhập họ và tên", "FullName", 120);
        person.SortKey = Vi.SortKey(person.FullName);
        person.AddressAs = facts.AddressAs is null or "ông" or "bà" ? facts.AddressAs : throw new Refusal("Chưa chọn xưng hô", "AddressAs");
        person.Email = DutyLedger.Optional(facts.Email, 200);
        if (person.Email is { } email && !MailAddress.TryCreate(email, out _))
            throw new Refusal("Thư điện tử không đúng. Nhập theo dạng ten@vidu.vn", "Email");
        person.Phone = DutyLedger.Optional(facts.Phone, 30);
        person.Notice = facts.Notice ?? throw new Refusal("Chưa chọn cách nhận nhắc việc", "Notice");
        person.Responsibilities = DutyLedger.Optional(facts.Responsibilities, 400);
    }
}
