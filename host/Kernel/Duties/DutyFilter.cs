using System.Globalization;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Results;
using BacSon.Kernel.Search;
using BacSon.Kernel.Ui;

namespace BacSon.Kernel.Duties;

/// <summary>
/// A period of office dates: a month (of the work results), a quarter, a half-year or a year of office dates. What belongs to it: what was done within
/// it, and for the running period also what is open or waits for acceptance today.
/// </summary>
public sealed record StatusPeriod(string Key, string Title, DateOnly From, DateOnly To)
{
    public static StatusPeriod Quarter(DateOnly day)
    {
        var from = new DateOnly(day.Year, (day.Month - 1) / 3 * 3 + 1, 1);
        return new StatusPeriod($"{day.Year}-Q{(day.Month + 2) / 3}", Vi.Quarter(day), from, from.AddMonths(3).AddDays(-1));
    }

    public static StatusPeriod Month(DateOnly day)
    {
        var from = new DateOnly(day.Year, day.Month, 1);
        return new StatusPeriod(string.Create(CultureInfo.InvariantCulture, $"{day.Year}-M{day.Month:00}"), string.Create(CultureInfo.InvariantCulture, $"tháng {day.Month}/{day.Year}"), from, from.AddMonths(1).AddDays(-1));
    }

    public static StatusPeriod Year(int year) => new($"{year}", $"Năm {year}", new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));

    public StatusPeriod Previous => Key.Contains('Q', StringComparison.Ordinal) ? Quarter(From.AddDays(-1))
        : Key.Contains('M', StringComparison.Ordinal) ? Month(From.AddDays(-1)) : Year(From.Year - 1);

    public bool Holds(DateOnly day) => From <= day && day <= To;

    /// <summary>Reads «2026-M11», «2026-Q4» or «2026»; null for anything else.</summary>
    public static StatusPeriod? Read(string? key)
    {
        if (key is null || key.Length is not (4 or 7 or 8) || !int.TryParse(key[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 2020 or > 2100)
            return null;
        if (key.Length == 4)
            return Year(year);
        if (key.Length == 8)
            return key[4..6] == "-M" && int.TryParse(key[6..], NumberStyles.None, CultureInfo.InvariantCulture, out var month) && month is >= 1 and <= 12 ? Month(new DateOnly(year, month, 1)) : null;
        return key[4..6] == "-Q" && key[6] is >= '1' and <= '4' ? Quarter(new DateOnly(year, (key[6] - '0') * 3, 1)) : null;
    }
}

/// <summary>
/// A list of duties as an address names it, so that every figure can open exactly the records behind it: the status page
/// counts with the same filter that the list shows.
/// </summary>
public sealed record DutyFilter
{
    /// <summary>tt: one of <see cref="StateKeys"/>, or «mo» (open or waiting), «ty-le» (what the on-time rate is made of), «tra-lai», «gia-han», «chua-giao» and what the office head's desk parts it into: «chua-giao-moi», «khong-thuoc»; «chua-phan-cong».</summary>
    public string? State { get; init; }

    /// <summary>nd: content of PAPI, 0 for the general work.</summary>
    public PapiArea? Area { get; init; }

    /// <summary>dv: lead unit; 0 for what no unit leads.</summary>
    public int? UnitId { get; init; }

    /// <summary>phu-trach: only what the status page of this viewer counts: a deputy's units, everything for who sees all.</summary>
    public bool InCharge { get; init; }

    /// <summary>phoi-hop: unit that coordinates.</summary>
    public int? ShareUnitId { get; init; }

    /// <summary>nguoi: named officer; 0 for what nobody was named for.</summary>
    public int? OfficerId { get; init; }

    /// <summary>ky: period of the status page.</summary>
    public StatusPeriod? Period { get; init; }

    /// <summary>kq: a figure of the work results of the period, one of <see cref="ResultKinds.Keys"/>.</summary>
    public string? Result { get; init; }

    /// <summary>tu, den: due dates from … to the end of …</summary>
    public DateOnly? DueFrom { get; init; }
    public DateOnly? DueTo { get; init; }

    /// <summary>muc: item of a plan.</summary>
    public long? PlanItemId { get; init; }

    /// <summary>vb: document of the register that it came from.</summary>
    public long? DocumentId { get; init; }

    /// <summary>loai: kind in the legal catalogue.</summary>
    public string? CatalogueKey { get; init; }

    /// <summary>q: words, without case and marks.</summary>
    public string? Words { get; init; }

    /// <summary>States as addresses write them.</summary>
    public static readonly IReadOnlyDictionary<string, DutyState> StateKeys = new Dictionary<string, DutyState>
    {
        ["trong-han"] = DutyState.OpenInTime,
        ["qua-han"] = DutyState.OpenOverdue,
        ["cho-xac-nhan"] = DutyState.AwaitingAcceptance,
        ["xong-dung-han"] = DutyState.DoneOnTime,
        ["xong-qua-han"] = DutyState.DoneLate,
        ["thoi"] = DutyState.Cancelled,
    };

    public static string KeyOf(DutyState state) => StateKeys.First(x => x.Value == state).Key;

    /// <summary>Reads an address; a value that cannot be read is left out, never guessed.</summary>
    public static DutyFilter Read(Func<string, string?> query)
    {
        int? Whole(string name) => int.TryParse(query(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
        DateOnly? Day(string name) => DateOnly.TryParseExact(query(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var iso) ? iso
            : Typed.TryDate(query(name), out var typed) ? typed : null;
        var state = query("tt");
        return new DutyFilter
        {
            State = state is not null && (StateKeys.ContainsKey(state) || state is "mo" or "ty-le" or "tra-lai" or "gia-han" or "chua-giao" or "chua-giao-moi" or "khong-thuoc" or "chua-phan-cong") ? state : null,
            Area = Whole("nd") is { } area and >= 0 and <= 8 ? (PapiArea)area : null,
            UnitId = Whole("dv"),
            InCharge = query("phu-trach") == "1",
            ShareUnitId = Whole("phoi-hop"),
            OfficerId = Whole("nguoi"),
            Period = StatusPeriod.Read(query("ky")),
            Result = query("kq") is { } figure && ResultKinds.Keys.ContainsKey(figure) ? figure : null,
            DueFrom = Day("tu"),
            DueTo = Day("den"),
            PlanItemId = long.TryParse(query("muc"), NumberStyles.None, CultureInfo.InvariantCulture, out var item) ? item : null,
            DocumentId = long.TryParse(query("vb"), NumberStyles.None, CultureInfo.InvariantCulture, out var document) ? document : null,
            CatalogueKey = query("loai") is { Length: > 0 and <= 80 } kind ? kind : null,
            Words = query("q") is { Length: > 0 } words ? words[..Math.Min(words.Length, 100)] : null,
        };
    }

    /// <summary>The same filter as an address of the list, such as «/viec?tt=qua-han&amp;dv=4».</summary>
    public string ToPath(string path = "/viec")
    {
        var parts = new List<string>();
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
        }
        Add("tt", State);
        Add("nd", Area is { } area ? ((int)area).ToString(CultureInfo.InvariantCulture) : null);
        Add("dv", UnitId?.ToString(CultureInfo.InvariantCulture));
        Add("phu-trach", InCharge ? "1" : null);
        Add("phoi-hop", ShareUnitId?.ToString(CultureInfo.InvariantCulture));
        Add("nguoi", OfficerId?.ToString(CultureInfo.InvariantCulture));
        Add("ky", Period?.Key);
        Add("kq", Result);
        Add("tu", DueFrom?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("den", DueTo?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("muc", PlanItemId?.ToString(CultureInfo.InvariantCulture));
        Add("vb", DocumentId?.ToString(CultureInfo.InvariantCulture));
        Add("loai", CatalogueKey);
        Add("q", Words);
        return parts.Count == 0 ? path : $"{path}?{string.Join('&', parts)}";
    }

    /// <summary>Applies the filter to what the viewer may see.</summary>
    public IQueryable<Duty> Apply(PlatformDb db, Viewer viewer, DateOnly today)
    {
        var duties = viewer.Visible(db.Duties);
        duties = State switch
        {
            null => duties,
            "mo" => duties.Where(x => x.Stage == DutyStage.Open || x.Stage == DutyStage.AwaitingAcceptance),
            "ty-le" => duties.Where(x => x.Stage == DutyStage.Done || x.Stage == DutyStage.Open && !x.Paused && x.DueOn < today),
            "tra-lai" => duties.Where(x => x.Stage == DutyStage.Open && x.Returned),
            "gia-han" => duties.Where(x => x.Stage == DutyStage.Open && x.Extensions.Any(e => e.Decision == ExtensionDecision.Pending)),
            "chua-giao" => duties.Where(x => x.Stage == DutyStage.Open && x.LeadUnitId == null),
            "chua-giao-moi" => duties.Where(x => x.Stage == DutyStage.Open && x.LeadUnitId == null && !db.DutyEvents.Any(e => e.DutyId == x.Id && e.Kind == DutyEventKind.NotOurs)),
            "khong-thuoc" => duties.Where(x => x.Stage == DutyStage.Open && x.LeadUnitId == null && db.DutyEvents.Any(e => e.DutyId == x.Id && e.Kind == DutyEventKind.NotOurs)),
            "chua-phan-cong" => duties.Where(x => x.Stage == DutyStage.Open && x.LeadUnitId != null && x.OfficerId == null),
            _ => duties.Where(DutyStates.Is(StateKeys[State], today)),
        };
        if (Period is { } whole && Result is { } figure)
            duties = ResultKinds.Of(db, duties, ResultKinds.Keys[figure], whole, today);
        else if (Period is { } period)
        {
            var (from, to) = (period.From, period.To);
            // Cancelled duties belong to no period: they count in no figure.
            duties = period.Holds(today)
                ? duties.Where(x => x.Stage == DutyStage.Open || x.Stage == DutyStage.AwaitingAcceptance || x.Stage == DutyStage.Done && x.DoneOn >= from && x.DoneOn <= to)
                : duties.Where(x => x.Stage == DutyStage.Done && x.DoneOn >= from && x.DoneOn <= to);
        }
        if (Area is { } area)
            duties = duties.Where(x => x.Area == area);
        if (UnitId is { } unit)
            duties = unit == 0 ? duties.Where(x => x.LeadUnitId == null) : duties.Where(x => x.LeadUnitId == unit);
        if (InCharge && viewer.StatusUnits is { } inCharge)
        {
            int?[] units = [.. inCharge.Select(x => (int?)x)];
            duties = duties.Where(x => units.Contains(x.LeadUnitId));
        }
        if (ShareUnitId is { } share)
            duties = duties.Where(x => x.Shares.Any(s => s.UnitId == share));
        if (OfficerId is { } officer)
            duties = officer == 0 ? duties.Where(x => x.OfficerId == null) : duties.Where(x => x.OfficerId == officer);
        if (DueFrom is { } dueFrom)
            duties = duties.Where(x => x.DueOn >= dueFrom);
        if (DueTo is { } dueTo)
            duties = duties.Where(x => x.DueOn <= dueTo);
        if (PlanItemId is { } item)
            duties = duties.Where(x => x.PlanItemId == item);
        if (DocumentId is { } document)
            duties = duties.Where(x => x.DocumentId == document);
        if (CatalogueKey is { } kind)
            duties = duties.Where(x => x.CatalogueKey == kind);
        if (SearchIndex.Find(db, SearchIndex.Duty, Words) is { } found)
            duties = viewer.Searchable(duties.Where(x => found.Contains(x.Id)));
        return duties;
    }
}
