using BacSon.App.Demo;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reminders;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Admin;

/// <summary>One step of a new commune's first day.</summary>
/// <param name="Says">What is there, and what is still missing.</param>
/// <param name="Act">What its link says.</param>
internal sealed record FirstStep(string Title, string Path, bool Done, string Says, string Act);

/// <summary>
/// A new commune's way from nothing to its first reminder. A step is done when the records say so, not when somebody ticked it:
/// what was entered on other pages counts, and what is taken away again is missing again.
/// </summary>
internal sealed class FirstDay(PlatformDb db, Snapshots snapshots)
{
    /// <summary>From this month on the next year's days off belong to a complete calendar.</summary>
    private const int NextYearFromMonth = 11;

    /// <summary>Units that work under the commune's leaders: each has a head and a leader in charge.</summary>
    public static bool Works(Unit unit) => unit.Kind is not (UnitKind.Leadership or UnitKind.Council or UnitKind.Village or UnitKind.FormerPost);

    /// <summary>The steps in the order in which they build on each other: leaders can be put in charge only once they are people.</summary>
    public async Task<IReadOnlyList<FirstStep>> ReadAsync(CancellationToken cancel)
    {
        var (calendar, organization) = await snapshots.ReadAsync(db, cancel);
        var (today, working) = (organization.Day, organization.Units.Where(Works).ToList());
        var villages = organization.Units.Count(x => x.Kind == UnitKind.Village);
        var named = new[] { SettingNames.Commune, SettingNames.FullName, SettingNames.Province }.Count(x => organization.Setting(x) is { Length: > 0 });
        var needed = await db.Catalogue.AsNoTracking().Where(x => x.On).Select(x => x.FieldCode).Distinct().ToListAsync(cancel);
        var unled = needed.Count(x => organization.UnitForField(x) is null);
        var headless = working.Where(x => organization.HeadOf(x.Id) is null).ToList();
        var uncharged = working.Count(x => organization.ChargeOf(x.Id) is null);
        var leaders = (Chairman: organization.Chairman is not null, Office: organization.OfficeHead is not null);
        int[] years = today.Month >= NextYearFromMonth ? [today.Year, today.Year + 1] : [today.Year];
        var missing = years.Where(x => !calendar.Covers(x)).ToList();
        var planned = await db.PlanItems.AsNoTracking().CountAsync(x => db.Plans.Any(plan => plan.Id == x.PlanId && plan.Year >= today.Year), cancel);
        var reminded = await db.Mails.AsNoTracking().AnyAsync(x => x.Kind == ReminderSweep.MailKind, cancel);
        return
        [
            new("Thông tin của xã", "/quan-tri/xa", named == 3, named == 3 ? $"{organization.Setting(SettingNames.FullName)}, {organization.Setting(SettingNames.Province)}." : "Nhập tên xã, tên cơ quan, tỉnh như trên văn bản.", "Nhập thông tin"),
            new("Đơn vị", "/quan-tri/bat-dau/don-vi", working.Count > 0, working.Count > 0 ? $"{Vi.Number(working.Count)} đơn vị." : "Chọn trong cơ cấu thường có của xã, thêm trường, trạm của mình.", "Lập các đơn vị"),
            new("Thôn", "/quan-tri/bat-dau/don-vi", villages > 0, villages > 0 ? $"{Vi.Number(villages)} thôn." : "Nhập danh sách thôn, mỗi dòng một thôn.", "Nhập các thôn"),
            new("Lĩnh vực", "/quan-tri/bat-dau/linh-vuc", unled == 0, unled == 0 ? $"Cả {Vi.Number(needed.Count)} lĩnh vực đã có đơn vị chủ trì." : $"{Vi.Number(unled)} lĩnh vực chưa có đơn vị chủ trì.", "Giao lĩnh vực"),
            new("Cán bộ, công chức", "/quan-tri/can-bo/nhap", leaders is { Chairman: true, Office: true } && headless.Count == 0 && working.Count > 0,
                !leaders.Chairman ? "Chưa có Chủ tịch UBND xã." : !leaders.Office ? "Chưa có Chánh Văn phòng."
                : headless.Count > 0 ? $"Chưa có người đứng đầu: {Vi.Join(headless.Take(4).Select(x => x.ShortName))}{(headless.Count > 4 ? " và đơn vị khác" : "")}."
                : $"{Vi.Number(organization.People.Count)} người, đơn vị nào cũng có người đứng đầu.", "Nhập danh sách"),
            new("Lãnh đạo phụ trách", "/quan-tri/bat-dau/phu-trach", working.Count > 0 && uncharged == 0, working.Count > 0 && uncharged == 0 ? "Đơn vị nào cũng có lãnh đạo phụ trách." : $"{Vi.Number(uncharged)} đơn vị chưa có lãnh đạo phụ trách; nhiệm vụ quá hạn của các đơn vị này báo cáo Chủ tịch.", "Phân công phụ trách"),
            new("Lịch làm việc", $"/quan-tri/lich?nam={missing.FirstOrDefault(today.Year)}", missing.Count == 0, missing.Count == 0 ? $"Đủ ngày nghỉ, ngày làm bù năm {string.Join(", ", years)}." : $"Chưa đủ ngày nghỉ năm {string.Join(", ", missing)}.", "Nhập ngày nghỉ"),
            new("Kế hoạch", "/ke-hoach", planned > 0, planned > 0 ? $"{Vi.Number(planned)} mục kế hoạch từ năm {today.Year}."
                : organization.OfficeHead is { } office ? $"{office.FullName} (Chánh Văn phòng) hoặc Chủ tịch lập kế hoạch năm, nhập phụ lục từ Excel." : "Chánh Văn phòng hoặc Chủ tịch lập kế hoạch năm, nhập phụ lục từ Excel.", "Xem kế hoạch"),
            new("Nhắc việc đầu tiên", "/jobs/lich-chay#reminders.send", reminded, reminded ? "Nhắc việc đã được soạn, xem trong thư gửi đi." : "Tự động vào buổi sáng của ngày làm việc đầu tiên có nhiệm vụ đến hạn nhắc; chạy ngay được trong lịch chạy.", "Xem lịch chạy"),
        ];
    }
}

/// <summary>A unit that communes commonly have, as the wizard proposes it.</summary>
internal sealed record StandardUnit(string Code, string Name, string ShortName, UnitKind Kind, string? Parent);

/// <summary>What the wizard proposes; the administrator confirms or changes each.</summary>
internal static class FirstDayProposals
{
    /// <summary>The units of a commune from 01/7/2025 (Nghị định 150/2025/NĐ-CP for the specialised ones) with those that carry out the plan beside them.</summary>
    public static readonly IReadOnlyList<StandardUnit> Units =
    [
        new("LD", "Lãnh đạo Ủy ban nhân dân xã", "Lãnh đạo UBND", UnitKind.Leadership, null),
        new("HDND", "Thường trực Hội đồng nhân dân xã", "TT HĐND", UnitKind.Council, null),
        new("VP", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", "Văn phòng", UnitKind.Department, "LD"),
        new("KT", "Phòng Kinh tế", "Phòng Kinh tế", UnitKind.Department, "LD"),
        new("VHXH", "Phòng Văn hóa - Xã hội", "Phòng VH-XH", UnitKind.Department, "LD"),
        new("PVHCC", "Trung tâm Phục vụ hành chính công", "Trung tâm PVHCC", UnitKind.OneStop, "LD"),
        new("CA", "Công an xã", "Công an xã", UnitKind.Police, null),
        new("QS", "Ban Chỉ huy Quân sự xã", "Ban CHQS", UnitKind.Military, null),
        new("TYT", "Trạm Y tế xã", "Trạm Y tế", UnitKind.PublicService, "LD"),
        new("TTDV", "Trung tâm Dịch vụ tổng hợp xã", "Trung tâm DVTH", UnitKind.PublicService, "LD"),
        new("DTT", "Đài Truyền thanh xã", "Đài Truyền thanh", UnitKind.Team, "VHXH"),
        new("MTTQ", "Ủy ban Mặt trận Tổ quốc Việt Nam xã", "UBMTTQ Việt Nam xã", UnitKind.Front, null),
    ];

    /// <summary>Code of the unit that commonly leads a field, by the field's code.</summary>
    public static readonly IReadOnlyDictionary<string, string> Fields =
        DemoFiles.Read<List<DemoField>>("field-map.json").ToDictionary(x => x.Field, x => x.Unit);

    /// <summary>What a unit is, by the first word of its name; a section or team where the name does not tell.</summary>
    public static UnitKind KindOf(string name) => name switch
    {
        _ when Begins(name, "Trường") => UnitKind.School,
        _ when Begins(name, "Trạm") || Begins(name, "Trung tâm") => UnitKind.PublicService,
        _ when Begins(name, "Phòng") || Begins(name, "Văn phòng") => UnitKind.Department,
        _ when Begins(name, "Hội") || Begins(name, "Đoàn") => UnitKind.MassOrganisation,
        _ => UnitKind.Team,
    };

    /// <summary>«thôn Đồng Tâm» of «Đồng Tâm»; a name that begins with its own word (xóm, bản, tổ dân phố, khu) keeps it.</summary>
    public static string VillageName(string line) =>
        Array.Exists(["thôn", "xóm", "bản", "tổ dân phố", "khu", "ấp", "làng", "buôn"], x => Begins(line, x)) ? Vi.LowerFirst(line) : $"thôn {line}";

    /// <summary>A code from the first letters of the words («TTHBS» of «Trường Tiểu học Bắc Sơn»), numbered until it is free.</summary>
    public static string CodeOf(string name, ISet<string> taken)
    {
        var letters = string.Concat(Vi.Fold(name).Split(' ', '-').Where(x => x.Length > 0 && char.IsAsciiLetterOrDigit(x[0])).Select(x => char.ToUpperInvariant(x[0])).Take(10));
        var stem = letters.Length == 0 ? "DV" : letters;
        var code = stem;
        for (var i = 2; !taken.Add(code); i++)
            code = $"{stem}{i}";
        return code;
    }

    private static bool Begins(string text, string word) => text.StartsWith(word + " ", StringComparison.OrdinalIgnoreCase);
}
