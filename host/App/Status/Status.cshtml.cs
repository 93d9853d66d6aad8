using System.Globalization;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reminders;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.App.Status;

/// <summary>The leaders' one page: what is wrong, how much, where, what to decide.</summary>
[Authorize(Policies.Status)]
internal sealed class StatusPage(PlatformDb db, Snapshots snapshots, CurrentViewer current, StatusTallies tallies) : PageModel
{
    /// <summary>Units that the table shows at first; the rest stands in one row.</summary>
    public const int MostUnits = 10;

    /// <summary>So many decisions have room for the hand on the printed sheet.</summary>
    public const int MostOnPaper = 5;

    [BindProperty(SupportsGet = true, Name = "ky")]
    public string? PeriodKey { get; set; }

    /// <summary>Whose PAPI results stand beside the areas; the commune's own choice where none is given.</summary>
    [BindProperty(SupportsGet = true, Name = "tinh")]
    public string? ProvinceKey { get; set; }

    /// <summary>«tat-ca» shows every unit.</summary>
    [BindProperty(SupportsGet = true, Name = "don-vi")]
    public string? UnitsKey { get; set; }

    public StatusView View { get; private set; } = null!;
    public Viewer Viewer { get; private set; } = null!;
    public WorkingCalendar Calendar => View.Calendar;
    public OrganizationOn Organization => Viewer.Organization;
    public IReadOnlyList<StatusPeriod> Periods { get; private set; } = [];
    public DateTime Now { get; private set; }
    public PapiResults Papi { get; } = PapiResults.Read();
    public PapiProvince? Province { get; private set; }
    public PapiYear? PapiLatest => Province?.Latest;

    public IReadOnlyList<UnitLine> UnitLines => UnitsKey == "tat-ca" || View.ByUnit.Count <= MostUnits + 1 ? View.ByUnit : [.. View.ByUnit.Take(MostUnits)];
    public IReadOnlyList<UnitLine> OtherUnits => [.. View.ByUnit.Skip(UnitLines.Count)];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Viewer = await current.RequireAsync();
        Now = db.Clock.OfficeNow();
        var today = db.Clock.OfficeToday();
        Periods = StatusTally.Offered(today);
        // An address that names no period of the list opens the running quarter.
        var period = Periods.FirstOrDefault(x => x.Key == PeriodKey) ?? Periods[0];
        Province = Papi.Find(ProvinceKey) ?? Papi.Find(Organization.Setting(SettingNames.PapiProvince));
        View = await tallies.ReadAsync(db, snapshots, Viewer, period, cancel);
    }

    /// <summary>This page with other choices; what is null stays as it is.</summary>
    public string Here(string? units = null)
    {
        var parts = new List<string>();
        if (View.Period.Key != Periods[0].Key)
            parts.Add("ky=" + View.Period.Key);
        if (Papi.Find(ProvinceKey) is { } province)
            parts.Add("tinh=" + province.Key);
        if (units is not null)
            parts.Add("don-vi=" + units);
        return parts.Count == 0 ? "/tinh-hinh" : "/tinh-hinh?" + string.Join('&', parts);
    }

    public string PeriodName => Vi.UpperFirst(View.Period.Title);
    public string BeforeName => Vi.LowerFirst(View.Period.Previous.Title);

    /// <summary>«từ 01/10 đến hôm nay», «từ 01/07 đến 30/09/2026».</summary>
    public string Reach => View.Running
        ? $"từ {Vi.DayMonth(View.Period.From)} đến hôm nay"
        : $"từ {Vi.DayMonth(View.Period.From)} đến hết {Vi.Date(View.Period.To)}";

    /// <summary>«trước kỳ nghỉ Quốc khánh (29/08 - 02/09/2026)» or «trong 7 ngày tới».</summary>
    public string Soon => View.Break is { } off
        ? $"trước kỳ nghỉ {off.Name} ({Vi.DayMonth(off.From)} - {Vi.Date(off.To)})"
        : $"trong 7 ngày tới, đến hết {Vi.Date(View.SoonTo)}";

    public string SoonHead => View.Break is null ? "Đến hạn trong 7 ngày" : "Đến hạn trước kỳ nghỉ";

    /// <summary>Who decides, as the sentence names him.</summary>
    public string Decider => View.Decisions.Mine && !Viewer.ActsAsChairman ? Viewer.ActsAsOfficeHead ? "Chánh Văn phòng" : "Phó Chủ tịch" : "Chủ tịch";

    public static readonly IReadOnlyDictionary<DutyState, string> Short = new Dictionary<DutyState, string>
    {
        [DutyState.DoneOnTime] = "hoàn thành đúng hạn",
        [DutyState.DoneLate] = "hoàn thành quá hạn",
        [DutyState.OpenInTime] = "đang thực hiện, trong hạn",
        [DutyState.OpenOverdue] = "đang thực hiện, quá hạn",
        [DutyState.AwaitingAcceptance] = "chờ xác nhận hoàn thành",
    };

    private static readonly IReadOnlyDictionary<DutyState, PartTone> Tones = new Dictionary<DutyState, PartTone>
    {
        [DutyState.DoneOnTime] = PartTone.Done,
        [DutyState.DoneLate] = PartTone.Slow,
        [DutyState.OpenInTime] = PartTone.Open,
        [DutyState.OpenOverdue] = PartTone.Late,
        [DutyState.AwaitingAcceptance] = PartTone.Wait,
    };

    /// <summary>The states that the period knows: what is past has neither open in time nor awaiting.</summary>
    public IReadOnlyList<DutyState> States => View.Running ? DutyStates.Counted : [DutyState.DoneOnTime, DutyState.DoneLate, DutyState.OpenOverdue];

    public string StateWords(DutyState state) => !View.Running && state == DutyState.OpenOverdue ? "còn quá hạn khi hết kỳ" : Short[state];

    public IReadOnlyList<Part> Parts => [.. States.Select(x => new Part(StateWords(x), View.Whole.Now.Of(x), Tones[x], View.PathOf(View.Whole, x)))];

    public IReadOnlyList<StripDay> Days => [.. View.Days.Select(x => new StripDay(x.Date, x.Count, x.IsOff, x.Name, View.PathOfDue(View.Whole, x.Date, x.Date)))];

    /// <summary>What each decision is, in a word.</summary>
    public (WordTone Tone, string Text) Word(Decision x) => x.Kind switch
    {
        DecisionKind.Overdue => (WordTone.Late, Vi.Remaining(x.DueOn, View.Today, Calendar.WorkingDaysBetween(View.Today, x.DueOn))),
        DecisionKind.Extension => (WordTone.Wait, "Đề nghị gia hạn"),
        DecisionKind.Acceptance => (WordTone.Wait, "Chờ xác nhận hoàn thành"),
        DecisionKind.Unassigned => (x.DueOn < View.Today ? WordTone.Late : WordTone.Open, "Chưa có đơn vị chủ trì"),
        _ => throw new ArgumentOutOfRangeException(nameof(x), x.Kind, "Unknown kind."),
    };

    public string Sentence(Decision x)
    {
        var unit = x.Title is null ? "" : (Organization.Unit(x.UnitId)?.ShortName ?? Organization.UnitName(x.UnitId)) + ". ";
        var due = Vi.DueDate(x.DueOn, View.Today, Calendar.WorkingDaysBetween(View.Today, x.DueOn));
        return x.Kind switch
        {
            DecisionKind.Overdue => $"{unit}Thời hạn {Vi.DateWithDay(x.DueOn)}.",
            DecisionKind.Extension => $"{unit}Đề nghị từ {Vi.Date(x.DueOn)} đến {Vi.DateWithDay(x.AskedUntil!.Value)}{(x.Reason is null ? "" : $": {Vi.LowerFirst(x.Reason.TrimEnd('.'))}")}.",
            DecisionKind.Acceptance => $"{unit}Báo cáo hoàn thành ngày {Vi.DateWithDay(x.Since)}, thời hạn {Vi.Date(x.DueOn)}.",
            _ => $"Thời hạn {due}.",
        };
    }

    /// <summary>The kinds of which more wait than are shown: how many in all, and where they stand.</summary>
    public IEnumerable<(string Text, string Path)> MoreDecisions()
    {
        foreach (var (kind, count) in View.Decisions.Counts.Where(x => x.Value > StatusDecisions.MostOfKind))
            yield return kind switch
            {
                DecisionKind.Extension => ($"Tất cả {Vi.Number(count)} đề nghị gia hạn", View.Decisions.Mine ? "/xac-nhan#gia-han" : View.Narrow(new DutyFilter { State = "gia-han" }).ToPath()),
                DecisionKind.Overdue => ($"Tất cả nhiệm vụ quá hạn từ {ReminderPolicy.ChairmanAfter} ngày làm việc trở lên", View.Narrow(new DutyFilter { State = "qua-han", DueTo = StatusDecisions.OverdueSince(Calendar, View.Today) }).ToPath()),
                DecisionKind.Acceptance => ($"Tất cả {Vi.Number(count)} nhiệm vụ chờ xác nhận", View.Decisions.Mine ? "/xac-nhan" : View.Narrow(new DutyFilter { State = "cho-xac-nhan" }).ToPath()),
                _ => ($"Tất cả {Vi.Number(count)} nhiệm vụ chưa có đơn vị chủ trì", View.Narrow(new DutyFilter { State = "chua-giao" }).ToPath()),
            };
    }

    /// <summary>«5,53»: PAPI is published to the hundredth.</summary>
    public static string Points(double score) => score.ToString("0.00", CultureInfo.InvariantCulture).Replace('.', ',');

    /// <summary>«▲ 2,7», «▼ 1,3», «= 0»: points against the period before, as the reader of the screen hears them too.</summary>
    public static (string Css, string Text, string Read) ChangeWords(double? points)
    {
        if (points is not { } p)
            return ("quiet", "chưa so được", "kỳ trước chưa có số liệu để so sánh");
        var shown = Vi.Decimal(Math.Abs(p), 1);
        return shown == "0" ? ("", "= 0", "bằng kỳ trước")
            : p > 0 ? ("up", "▲ " + shown, $"tăng {shown} điểm") : ("down", "▼ " + shown, $"giảm {shown} điểm");
    }
}
