using BacSon.Kernel.Calendar;
using static BacSon.Rules.Tests.Calendar.Make;

namespace BacSon.Rules.Tests.Calendar;

public class ShippedCalendarTests
{
    private static readonly IReadOnlyList<CalendarData.ShippedYear> Source = CalendarData.ReadShipped();

    [Theory]
    [InlineData(2024, 251)]
    [InlineData(2025, 250)]
    [InlineData(2026, 249)]
    [InlineData(2027, 249)]
    public void A_year_has_the_working_days_that_its_data_states(int year, int workingDays)
    {
        Assert.Equal(workingDays, Source.Single(y => y.Year == year).WorkingDaysInYear);
        Assert.Equal(workingDays, Shipped.WorkingDaysBetween(new(year - 1, 12, 31), new(year, 12, 31)));
        Assert.Equal(workingDays, Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Count(i => Shipped.IsWorkingDay(new DateOnly(year, 1, 1).AddDays(i))));
    }

    [Fact]
    public void The_stated_weekdays_are_those_of_the_dates()
    {
        string Short(DateOnly d) => d.DayOfWeek == DayOfWeek.Sunday ? "CN" : $"T{(int)d.DayOfWeek + 1}";
        var stated = Source.SelectMany(y => y.Holidays.Concat(y.CompensatoryDaysOff).Select(d => (d.Date, d.Weekday))
            .Concat(y.Swaps.SelectMany(s => new[] { (s.DayOff, s.DayOffWeekday), (s.MakeUpWorkingDay, s.MakeUpWeekday) }))).ToList();
        Assert.Equal(60, stated.Count);
        Assert.All(stated, x => Assert.Equal(Short(x.Item1), x.Item2));
    }

    [Fact]
    public void Every_day_off_in_lieu_is_a_weekday_and_every_make_up_day_a_weekend()
    {
        var days = CalendarData.Shipped().Days;
        Assert.All(days.Where(d => d.Kind is DayKind.CompensatoryDayOff or DayKind.SwappedDayOff),
            d => Assert.True(d.Date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)));
        Assert.All(days.Where(d => d.Kind == DayKind.MakeUpWorkingDay),
            d => Assert.True(d.Date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday));
    }

    [Theory]
    [InlineData("2026-09-02", DayKind.Holiday, DayStatus.Confirmed, "Quốc khánh")]
    [InlineData("2026-11-24", DayKind.Holiday, DayStatus.Confirmed, "Ngày Văn hóa Việt Nam")]
    [InlineData("2026-04-27", DayKind.CompensatoryDayOff, DayStatus.Confirmed, "nghỉ bù Giỗ Tổ trùng Chủ nhật")]
    [InlineData("2026-08-31", DayKind.SwappedDayOff, DayStatus.Recalled, "nghỉ hoán đổi, làm bù ngày 22/08/2026")]
    [InlineData("2026-08-22", DayKind.MakeUpWorkingDay, DayStatus.Recalled, "làm bù cho ngày 31/08/2026")]
    [InlineData("2024-04-29", DayKind.SwappedDayOff, DayStatus.Confirmed, "nghỉ hoán đổi, làm bù ngày 04/05/2024")]
    [InlineData("2027-02-04", DayKind.Holiday, DayStatus.Expected, "Tết Âm lịch (28 tháng Chạp)")]
    [InlineData("2027-02-08", DayKind.Holiday, DayStatus.Confirmed, "Tết Âm lịch (mùng 3)")]
    public void A_day_keeps_its_kind_name_and_certainty(string date, DayKind kind, DayStatus status, string name)
    {
        var entry = Shipped.EntryOn(D(date));
        Assert.NotNull(entry);
        Assert.Equal((kind, status, name), (entry.Kind, entry.Status, entry.Name));
        Assert.Equal(name, Shipped.NameOf(D(date)));
        Assert.Equal(kind, Shipped.KindOf(D(date)));
    }

    [Fact]
    public void Both_days_of_a_swap_carry_its_notice()
    {
        Assert.Equal("Công văn 2450/VPCP-KGVX ngày 12/4/2024", Shipped.EntryOn(D("2024-04-29"))!.Basis);
        Assert.Equal("Công văn 2450/VPCP-KGVX ngày 12/4/2024", Shipped.EntryOn(D("2024-05-04"))!.Basis);
    }

    [Fact]
    public void A_year_keeps_its_legal_basis_note_and_sources()
    {
        var year = CalendarData.Shipped().Years.Single(y => y.Year == 2026);
        Assert.Contains("Nghị quyết 28/2026/QH16", year.LegalBasis, StringComparison.Ordinal);
        Assert.Contains("28/11/2026", year.Note, StringComparison.Ordinal);
        Assert.Equal(5, year.Sources.Split('\n').Length);
    }
}
