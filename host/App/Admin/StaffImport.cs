using System.Data;
using BacSon.App.Verbs;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Plans;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;
using MiniExcelLibs;

namespace BacSon.App.Admin;

/// <summary>One row of a staff list: whom it means, what it would make or change, and what is wrong with it.</summary>
/// <param name="Row">Its number in the sheet, from 1.</param>
/// <param name="PersonId">The person whom it means, or null for a new one.</param>
internal sealed record StaffRow(int Row, string FullName, int? PersonId, PersonFacts Facts, Position? Post, IReadOnlyList<RoleGrant> Grants, string? NewAccount, IReadOnlyList<string> Changes, IReadOnlyList<string> Errors);

/// <summary>What is handed to a person whose account was just made; shown once, stored nowhere.</summary>
internal sealed record AccountSlip(string FullName, string Post, string UserName, string Password);

/// <summary>
/// Brings the staff list in from Excel. A row means the person of its user name, else of its mail address, else of its name in
/// its unit; an empty cell changes nothing. What stands already is not made again, so that the same list twice changes nothing.
/// </summary>
internal sealed class StaffImport(PlatformDb db, Snapshots snapshots)
{
    /// <summary>The largest file, in megabytes.</summary>
    public const int Megabytes = 2;

    /// <summary>The columns in their usual order.</summary>
    public static readonly IReadOnlyList<string> Columns =
        ["Họ và tên", "Xưng hô", "Chức vụ", "Cấp chức vụ", "Đơn vị", "Từ ngày", "Số quyết định", "Vai trò", "Thư điện tử", "Điện thoại", "Nhận nhắc việc bằng", "Tên đăng nhập"];

    private enum Column { Name, AddressAs, Title, Rank, Unit, From, Paper, Roles, Email, Phone, Notice, UserName }

    private sealed class State
    {
        public required OrganizationOn Organization { get; init; }
        public required List<Person> People { get; init; }
        public required List<Position> Posts { get; init; }
        public required List<RoleGrant> Grants { get; init; }
        public required Dictionary<int, string> Accounts { get; init; }

        // What rows above have claimed, by row.
        public Dictionary<string, int> Taken { get; } = [];
    }

    /// <summary>An empty list to fill in, with a second sheet of what may stand in its columns.</summary>
    public static MemoryStream Template(OrganizationOn organization)
    {
        using var sheets = new DataSet { Locale = System.Globalization.CultureInfo.InvariantCulture };
        var list = sheets.Tables.Add("Danh sách");
        foreach (var column in Columns)
            list.Columns.Add(column);
        var values = sheets.Tables.Add("Giá trị dùng được");
        string[][] choices = [[.. organization.Units.Where(x => x.To is null).Select(x => x.Name)], Titles<PositionRank>(x => x.Title()), Titles<Role>(x => x.Title()), Titles<NoticeChannel>(x => x.Title()), ["ông", "bà"]];
        foreach (var column in new[] { "Đơn vị", "Cấp chức vụ", "Vai trò (nhiều vai trò cách nhau dấu chấm phẩy)", "Nhận nhắc việc bằng", "Xưng hô" })
            values.Columns.Add(column);
        for (var row = 0; row < choices.Max(x => x.Length); row++)
            values.Rows.Add([.. choices.Select(x => row < x.Length ? x[row] : "")]);
        var file = new MemoryStream();
        MiniExcel.SaveAs(file, sheets);
        file.Position = 0;
        return file;
    }

    /// <summary>Understands the rows against what is stored today. Saves nothing.</summary>
    public async Task<IReadOnlyList<StaffRow>> UnderstandAsync(IReadOnlyList<string?[]> cells, CancellationToken cancel = default)
    {
        var (_, organization) = await snapshots.ReadAsync(db, cancel);
        var today = organization.Day;
        var state = new State
        {
            Organization = organization,
            People = await db.People.AsNoTracking().ToListAsync(cancel),
            Posts = await db.Positions.AsNoTracking().Where(x => x.To == null || x.To >= today).ToListAsync(cancel),
            Grants = await db.RoleGrants.AsNoTracking().Where(x => x.To == null || x.To >= today).ToListAsync(cancel),
            Accounts = await db.Users.AsNoTracking().ToDictionaryAsync(x => x.PersonId, x => x.UserName!, cancel),
        };
        var map = Enumerable.Range(0, Columns.Count).ToArray();
        var rows = new List<StaffRow>();
        for (var i = 0; i < cells.Count; i++)
        {
            var row = cells[i].Select(x => Vi.Normalize(x)).ToArray();
            if (row.All(x => x.Length == 0))
                continue;
            var folded = row.Select(Vi.Fold).ToArray();
            if (folded.Contains(Vi.Fold(Columns[0])))
            {
                map = [.. Columns.Select(x => Array.IndexOf(folded, Vi.Fold(x)))];
                continue;
            }
            if (rows.Count >= PlanImport.MostRows)
                throw new Refusal($"Mỗi lần nhập tối đa {PlanImport.MostRows} dòng", "File");
            rows.Add(Understand(i + 1, column => map[(int)column] is >= 0 and var at && at < row.Length ? row[at] : "", state));
        }
        return rows;
    }

    /// <summary>Saves all rows or none, in one transaction. Throws <see cref="Refusal"/> while a row has an error.</summary>
    /// <returns>A slip for each account that was made.</returns>
    public async Task<IReadOnlyList<AccountSlip>> SaveAsync(IReadOnlyList<StaffRow> rows, Viewer by, CancellationToken cancel = default)
    {
        if (!by.IsAdministrator)
            throw new NotAllowed();
        if (rows.Count(x => x.Errors.Count > 0) is > 0 and var wrong)
            throw new Refusal($"Còn {Vi.Number(wrong)} dòng cần sửa, chưa lưu dòng nào");
        // A password costs time to hash: it is done before the database is held.
        var accounts = rows.Where(x => x.NewAccount is not null).AsParallel().Select(x =>
        {
            var password = Accounts.NewPassword();
            var account = AdminVerb.NewAccount(0, x.NewAccount!, password);
            account.MustChangePassword = true;
            return (x.Row, Account: account, Password: password);
        }).ToDictionary(x => x.Row);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        const string act = "Nhập danh sách cán bộ từ Excel";
        var people = new Dictionary<int, Person>();
        foreach (var row in rows.Where(x => x.Changes.Count > 0))
        {
            var person = row.PersonId is { } id ? await db.People.FirstAsync(x => x.Id == id, cancel) : db.People.Add(new Person { FullName = "", SortKey = "" }).Entity;
            PeopleBook.Fill(person, row.Facts);
            people[row.Row] = person;
        }
        db.Act = act;
        await db.SaveChangesAsync(cancel);
        var slips = new List<AccountSlip>();
        foreach (var row in rows.Where(x => x.Changes.Count > 0))
        {
            var id = people[row.Row].Id;
            if (row.Post is { } post)
            {
                post.PersonId = id;
                db.Positions.Add(post);
            }
            foreach (var grant in row.Grants)
            {
                grant.PersonId = id;
                db.RoleGrants.Add(grant);
            }
            if (!accounts.TryGetValue(row.Row, out var made))
                continue;
            made.Account.PersonId = id;
            db.Users.Add(made.Account);
            slips.Add(new AccountSlip(row.FullName, row.Post is { } held ? string.Join(", ", new[] { held.Title, by.Organization.Unit(held.UnitId)?.Name }.Where(x => x is not null)) : by.Organization.TitleOf(id), row.NewAccount!, made.Password));
        }
        db.Act = act;
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return slips;
    }

    private static StaffRow Understand(int number, Func<Column, string> at, State state)
    {
        var errors = new List<string>();
        var changes = new List<string>();
        var organization = state.Organization;
        var name = at(Column.Name);
        var (email, userName) = (at(Column.Email), at(Column.UserName).ToLowerInvariant());
        var unit = UnitOf(organization, at(Column.Unit));
        if (unit is null && at(Column.Unit).Length > 0)
            errors.Add($"Không có đơn vị «{at(Column.Unit)}» đang hoạt động");
        var from = organization.Day;
        if (at(Column.From).Length > 0 && !Typed.TryDate(at(Column.From), out from))
        {
            errors.Add(Typed.BadDate);
            from = organization.Day;
        }
        if (userName.Length > 0 && Accounts.BadName(userName))
            errors.Add(Accounts.NameRule);

        var person = Whom(name, email, userName, unit, state, errors);
        if (person is { Active: false })
            errors.Add($"{person.FullName} đã thôi làm việc. Ghi làm việc trở lại ở trang của người này trước");
        foreach (var key in new[] { person is null ? null : $"person {person.Id}", email.Length == 0 ? null : $"mail {Vi.Fold(email)}", userName.Length == 0 ? null : $"user {userName}", $"name {Vi.Fold(name)} {unit?.Id}" }.OfType<string>())
            if (!state.Taken.TryAdd(key, number) && state.Taken[key] != number)
            {
                errors.Add($"Trùng với dòng {state.Taken[key]}");
                break;
            }

        var facts = Facts(at, person, changes, errors);
        var post = Post(at, person, unit, from, state, number, changes, errors);
        var grants = Grants(at(Column.Roles), person, from, state, number, changes, errors);
        string? account = null;
        if (userName.Length > 0 && (person is null || !state.Accounts.TryGetValue(person.Id, out var held)))
        {
            account = userName;
            changes.Add($"Lập tài khoản {userName}");
        }
        else if (userName.Length > 0 && state.Accounts[person!.Id] is var own && !own.Equals(userName, StringComparison.OrdinalIgnoreCase))
            errors.Add($"Người này đã có tài khoản {own}");
        return new StaffRow(number, name, person?.Id, facts, post, grants, account, changes, [.. errors.Distinct()]);
    }

    private static Person? Whom(string name, string email, string userName, Unit? unit, State state, List<string> errors)
    {
        List<Person> byMail = email.Length == 0 ? [] : state.People.FindAll(x => string.Equals(x.Email, email, StringComparison.OrdinalIgnoreCase));
        var account = state.Accounts.FirstOrDefault(x => userName.Length > 0 && x.Value.Equals(userName, StringComparison.OrdinalIgnoreCase));
        if (account.Value is not null)
        {
            if (byMail.Find(x => x.Id != account.Key) is { } other)
                errors.Add($"Thư điện tử này đang ghi cho {other.FullName}");
            return state.People.Find(x => x.Id == account.Key);
        }
        if (byMail.Count > 1)
        {
            errors.Add($"Thư điện tử này đang ghi cho {Vi.Number(byMail.Count)} người, không rõ là ai");
            return null;
        }
        if (byMail.Count == 1)
            return byMail[0];
        var named = state.People.FindAll(x => x.Active && x.FullName.Equals(name, StringComparison.OrdinalIgnoreCase)
            && (unit is null ? !state.Posts.Exists(post => post.PersonId == x.Id && post.UnitId != null) : state.Posts.Exists(post => post.PersonId == x.Id && post.UnitId == unit.Id)));
        if (named.Count > 1)
            errors.Add($"Có {Vi.Number(named.Count)} người cùng tên ở đơn vị này. Ghi thêm tên đăng nhập hoặc thư điện tử");
        return named.Count == 1 ? named[0] : null;
    }

    private static PersonFacts Facts(Func<Column, string> at, Person? person, List<string> changes, List<string> errors)
    {
        var address = at(Column.AddressAs).ToLowerInvariant();
        if (address is not ("" or "ông" or "bà"))
            errors.Add("Xưng hô là ông hoặc bà");
        var notice = Named<NoticeChannel>(at(Column.Notice), x => x.Title());
        if (notice is null && at(Column.Notice).Length > 0)
            errors.Add($"Không có cách nhận nhắc việc «{at(Column.Notice)}»");
        string? Cell(Column column, string? stored) => at(column) is { Length: > 0 } typed ? typed : stored;
        var facts = new PersonFacts(at(Column.Name), Cell(Column.AddressAs, person?.AddressAs)?.ToLowerInvariant(), Cell(Column.Email, person?.Email), Cell(Column.Phone, person?.Phone),
            notice ?? person?.Notice ?? (at(Column.Email).Length > 0 ? NoticeChannel.Mail : NoticeChannel.Print), person?.Responsibilities);
        if (facts.Phone is { } phone && !new System.ComponentModel.DataAnnotations.PhoneAttribute().IsValid(phone))
            errors.Add("Số điện thoại không đúng");
        try
        {
            PeopleBook.Fill(new Person { FullName = "", SortKey = "" }, facts);
        }
        catch (Refusal refusal)
        {
            errors.Add(refusal.Message);
        }
        if (person is null)
        {
            changes.Add("Thêm người");
            return facts;
        }
        void Compare(string what, string? before, string? after)
        {
            if ((before ?? "") != (after ?? ""))
                changes.Add($"{what}: {(before is { Length: > 0 } ? before : "chưa có")} → {after}");
        }
        Compare("Họ và tên", person.FullName, facts.FullName);
        Compare("Xưng hô", person.AddressAs, facts.AddressAs);
        Compare("Thư điện tử", person.Email, facts.Email);
        Compare("Điện thoại", person.Phone, facts.Phone);
        Compare("Nhận nhắc việc bằng", person.Notice.Title(), facts.Notice!.Value.Title());
        return facts;
    }

    private static Position? Post(Func<Column, string> at, Person? person, Unit? unit, DateOnly from, State state, int number, List<string> changes, List<string> errors)
    {
        var title = at(Column.Title);
        var rank = Named<PositionRank>(at(Column.Rank), x => x.Title());
        if (rank is null && at(Column.Rank).Length > 0)
            errors.Add($"Không có cấp chức vụ «{at(Column.Rank)}»");
        if (title.Length == 0)
        {
            if (at(Column.Unit).Length > 0 || at(Column.Rank).Length > 0)
                errors.Add("Chưa nhập chức vụ");
            return null;
        }
        var held = rank ?? PositionRank.Member;
        if (title.Length > 150 || at(Column.Paper).Length > 60)
            errors.Add("Chức vụ dài quá 150 ký tự hoặc số quyết định dài quá 60 ký tự");
        if (person is not null && state.Posts.Exists(x => x.PersonId == person.Id && x.UnitId == unit?.Id && x.Rank == held && x.Title.Equals(title, StringComparison.OrdinalIgnoreCase)))
            return null;
        if (unit is null && held != PositionRank.Member)
            errors.Add("Chưa nhập đơn vị");
        if (unit is not null && from < unit.From)
            errors.Add($"Ngày giữ chức vụ phải từ ngày thành lập đơn vị ({Vi.Date(unit.From)}) trở đi");
        // One unit has one head.
        if (unit is not null && held == PositionRank.Head)
        {
            if (state.Posts.Find(x => x.UnitId == unit.Id && x.Rank == PositionRank.Head && (x.To == null || x.To >= from)) is { } other)
                errors.Add($"{unit.Name} đang có người đứng đầu ({state.People.Find(x => x.Id == other.PersonId)?.FullName}). Ghi thôi giữ chức vụ của người đó trước");
            else if (!state.Taken.TryAdd($"head {unit.Id}", number))
                errors.Add($"{unit.Name} đã có người đứng đầu ở dòng {state.Taken[$"head {unit.Id}"]}");
        }
        changes.Add($"Ghi chức vụ {title}{(unit is null ? "" : $", {unit.ShortName}")} từ ngày {Vi.Date(from)}");
        return new Position { Title = title, UnitId = unit?.Id, Rank = held, From = from, PaperNumber = at(Column.Paper) is { Length: > 0 } paper ? paper : null };
    }

    private static List<RoleGrant> Grants(string cell, Person? person, DateOnly from, State state, int number, List<string> changes, List<string> errors)
    {
        var grants = new List<RoleGrant>();
        foreach (var text in cell.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Named<Role>(text, x => x.Title()) is not { } role)
            {
                errors.Add($"Không có vai trò «{text}»");
                continue;
            }
            if (grants.Exists(x => x.Role == role) || person is not null && state.Grants.Exists(x => x.PersonId == person.Id && x.Role == role))
                continue;
            // There is one chairman and one office head.
            if (role is Role.Chairman or Role.OfficeHead)
            {
                if (state.Grants.Find(x => x.Role == role && (x.To == null || x.To >= from)) is { } other)
                    errors.Add($"{state.People.Find(x => x.Id == other.PersonId)?.FullName} đang có vai trò {role.Title()}. Thôi giao cho người đó trước");
                else if (!state.Taken.TryAdd($"role {role}", number))
                    errors.Add($"Vai trò {role.Title()} đã có ở dòng {state.Taken[$"role {role}"]}");
            }
            grants.Add(new RoleGrant { Role = role, From = from });
            changes.Add($"Giao vai trò {role.Title()} từ ngày {Vi.Date(from)}");
        }
        return grants;
    }

    private static Unit? UnitOf(OrganizationOn organization, string name)
    {
        var folded = Vi.Fold(name);
        return folded.Length == 0 ? null : organization.Units.FirstOrDefault(x => x.To is null && (Vi.Fold(x.Name) == folded || Vi.Fold(x.ShortName) == folded || Vi.Fold(x.Code) == folded));
    }

    private static string[] Titles<T>(Func<T, string> title) where T : struct, Enum => [.. Enum.GetValues<T>().Select(title)];

    private static T? Named<T>(string text, Func<T, string> title) where T : struct, Enum =>
        Enum.GetValues<T>().Cast<T?>().FirstOrDefault(x => Vi.Fold(title(x!.Value)) == Vi.Fold(text));
}
