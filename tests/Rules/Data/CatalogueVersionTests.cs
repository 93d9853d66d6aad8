using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Catalogue;

namespace BacSon.Rules.Tests.Data;

/// <summary>Versions of a law by date: no day belongs to two, and none is lost without a word.</summary>
public class CatalogueVersionTests
{
    private static DateOnly? Day(string text) => text == "" ? null : DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    // «2024-01-01..2025-12-31 2026-01-01..»
    private static List<(DateOnly? From, DateOnly? To)> Ranges(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(x => x.Split("..")).Select(x => (Day(x[0]), Day(x[1])))];

    private static string Said(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "";

    [Theory]
    // versions there, the new one's first day: which are cut, its last day, the gap before it
    [InlineData("..", "2026-07-01", "1", "", "")]
    [InlineData("2024-01-01..", "2026-07-01", "1", "", "")]
    [InlineData("2024-01-01..2026-06-30 2026-07-01..", "2026-12-01", "2", "", "")]
    [InlineData("2024-01-01..2026-06-30 2026-07-01..", "2026-06-30", "1", "2026-06-30", "")]
    [InlineData("2024-01-01..2026-06-30 2026-07-01..", "2023-01-01", "", "2023-12-31", "")]
    [InlineData("2024-01-01..2026-06-30", "2026-07-01", "", "", "")]
    [InlineData("2024-01-01..2026-06-30", "2026-09-01", "", "", "2026-07-01..2026-08-31")]
    [InlineData("2024-01-01..2025-12-31 2027-01-01..", "2026-03-01", "", "2026-12-31", "2026-01-01..2026-02-28")]
    [InlineData("", "2026-07-01", "", "", "")]
    public void A_version_ends_the_day_before_the_next_begins(string there, string from, string cut, string to, string gap)
    {
        var terms = Ranges(there).Select((x, i) => new CatalogueTerm { Id = i + 1, ValidFrom = x.From, ValidTo = x.To }).ToList();
        var place = CatalogueVersions.Place(terms, Day(from)!.Value)!;
        Assert.Equal(cut, string.Join(' ', place.Cut.Select(x => x.Id)));
        Assert.Equal(to, Said(place.To));
        Assert.Equal(gap, place.Gap is var (first, last) ? $"{Said(first)}..{Said(last)}" : "");
    }

    [Fact]
    public void Two_versions_do_not_begin_on_one_day() =>
        Assert.Null(CatalogueVersions.Place([new CatalogueTerm { ValidFrom = new DateOnly(2026, 7, 1) }], new DateOnly(2026, 7, 1)));

    private static CatalogueEntry Entry(string bases, string terms = "..", string until = "", CatalogueTrigger trigger = CatalogueTrigger.Event)
    {
        var entry = new CatalogueEntry { Key = "k", Title = "t", FieldCode = "f", ShippedHash = "", AppliesUntil = Day(until), Trigger = trigger };
        entry.Bases.AddRange(Ranges(bases).Select((x, i) => new CatalogueBasis { Id = i + 1, Document = $"V{i + 1}", ValidFrom = x.From, ValidTo = x.To }));
        entry.Terms.AddRange(Ranges(terms).Select((x, i) => new CatalogueTerm { Id = i + 1, Amount = i + 1, Unit = TermUnit.CalendarDay, FromText = "ngày nhận", ValidFrom = x.From, ValidTo = x.To }));
        return entry;
    }

    [Theory]
    // bases, today: what is warned of
    [InlineData("2025-07-01..2027-03-01", "2026-11-30", "")]
    [InlineData("2025-07-01..2027-03-01", "2026-12-01", "V1")]
    [InlineData("2025-07-01..2027-03-01", "2027-03-01", "V1")]
    [InlineData("2025-07-01..2027-03-01", "2027-03-02", "V1 over")]
    // three months before the last of February: of November, the 28th
    [InlineData("2025-07-01..2027-02-28", "2026-11-27", "")]
    [InlineData("2025-07-01..2027-02-28", "2026-11-28", "V1")]
    // what begins the day after is its successor; a gap of a day is none
    [InlineData("2025-07-01..2027-02-28 2027-03-01..", "2027-01-15", "")]
    [InlineData("2025-07-01..2027-02-28 2027-03-02..", "2027-01-15", "V1")]
    // another law stands beside: it is said before, not for ever after
    [InlineData("2024-08-01.. 2025-07-01..2027-03-01", "2026-12-15", "V2")]
    [InlineData("2024-08-01.. 2025-07-01..2027-03-01", "2027-03-02", "")]
    // of laws long gone only the last is missing
    [InlineData("2011-01-01..2022-08-14 2022-08-20..2026-06-30", "2026-11-25", "V2 over")]
    public void A_law_that_ends_with_nothing_after_it_is_told_three_months_before(string bases, string today, string told) =>
        Assert.Equal(told, string.Join(' ', CatalogueVersions.Lapsing(Entry(bases), Day(today)!.Value).Select(x => x.Over ? x.What + " over" : x.What)));

    [Fact]
    public void A_term_that_ends_is_told_and_a_kind_that_no_longer_arises_is_not()
    {
        var today = new DateOnly(2027, 1, 15);
        var term = Assert.Single(CatalogueVersions.Lapsing(Entry("..", "2025-07-01..2027-02-28"), today));
        Assert.Equal("Thời hạn «01 ngày, tính từ ngày nhận» hết hiệu lực sau ngày 28/02/2027, chưa có văn bản tiếp theo", term.Sentence);
        Assert.Empty(CatalogueVersions.Lapsing(Entry("..", "2025-07-01..2027-02-28 2027-03-01.."), today));
        Assert.Empty(CatalogueVersions.Lapsing(Entry("2025-07-01..2027-02-28", "2025-07-01..2027-02-28", until: "2027-02-28"), today));
        // What recurs on a fixed date counts no term.
        Assert.Empty(CatalogueVersions.Lapsing(Entry("..", "2025-07-01..2027-02-28", trigger: CatalogueTrigger.Recurring), today));
    }

    [Theory]
    [InlineData("7, 3, 1", "7,3,1")]
    [InlineData("1 3;7", "7,3,1")]
    [InlineData("3,3", "3")]
    [InlineData("20", "20")]
    [InlineData("", null)]
    [InlineData("21", null)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("ba", null)]
    [InlineData("7,6,5,4,3,2,1", null)]
    public void Days_of_reminding_are_read_or_refused(string typed, string? read)
    {
        if (read is null)
            Assert.Throws<Refusal>(() => LawKeeper.ReadDays(typed));
        else
            Assert.Equal(read, LawKeeper.ReadDays(typed));
    }

    [Theory]
    // kind, amount, unit: accepted as
    [InlineData(TermKind.NoLaterThan, 15, TermUnit.WorkingDay, 15)]
    [InlineData(TermKind.AtLeastBefore, 7, TermUnit.CalendarDay, -7)]
    [InlineData(TermKind.AtLeastBefore, -7, TermUnit.CalendarDay, -7)]
    [InlineData(TermKind.Immediately, null, TermUnit.CalendarDay, 0)]
    [InlineData(TermKind.NoLaterThan, 0, TermUnit.WorkingDay, null)]
    [InlineData(TermKind.NoLaterThan, -3, TermUnit.WorkingDay, null)]
    [InlineData(TermKind.MinimumDuration, null, TermUnit.CalendarDay, null)]
    [InlineData(TermKind.NoLaterThan, 21, TermUnit.Year, null)]
    [InlineData(TermKind.NoLaterThan, int.MinValue + 1, TermUnit.Year, null)]
    public void A_term_that_no_law_gives_is_refused(TermKind kind, int? amount, TermUnit unit, int? read)
    {
        var input = new LawInput("Luật", null, null, "Lý do") { Kind = kind, Amount = amount, Unit = unit, FromText = "ngày nhận" };
        if (read is null)
            Assert.Throws<Refusal>(() => LawKeeper.ReadTerm(Entry(""), input));
        else
            Assert.Equal(read, LawKeeper.ReadTerm(Entry(""), input).Amount);
    }
}
