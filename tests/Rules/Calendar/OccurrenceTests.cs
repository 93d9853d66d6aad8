using BacSon.Kernel.Calendar;
using static BacSon.Rules.Tests.Calendar.Make;

namespace BacSon.Rules.Tests.Calendar;

public class OccurrenceTests
{
    [Fact]
    public void The_thirtieth_of_each_month_keeps_the_30th_of_April() =>
        Assert.Equal(["30/01", "30/03", "30/04", "30/05", "30/06", "30/07", "30/08", "30/09", "30/10", "30/11", "30/12"],
            OccurrenceRule.Nominal("0 0 0 30 * ?", D("2026-01-01"), D("2026-12-31")).Select(d => d.ToString("dd'/'MM")));

    [Fact]
    public void Both_ends_of_the_range_are_included() =>
        Assert.Equal([D("2026-11-02"), D("2026-11-09"), D("2026-11-16")],
            OccurrenceRule.Nominal("0 30 7 ? * MON", D("2026-11-02"), D("2026-11-16")));

    [Fact]
    public void A_date_comes_once_though_the_expression_fires_often_on_it() =>
        Assert.Equal([D("2026-11-02"), D("2026-11-03")], OccurrenceRule.Nominal("0 0 8-17 ? * *", D("2026-11-02"), D("2026-11-03")));

    [Fact]
    public void The_date_is_that_of_the_office_and_not_of_UTC() =>
        Assert.Equal([D("2026-11-05")], OccurrenceRule.Nominal("0 0 20 5 * ?", D("2026-11-01"), D("2026-11-30")));

    [Fact]
    public void An_expression_that_ends_gives_no_more() =>
        Assert.Equal([D("2026-03-15")], OccurrenceRule.Nominal("0 0 0 15 3 ? 2026", D("2025-01-01"), D("2030-01-01")));

    [Fact]
    public void A_wrong_expression_is_refused_at_once() =>
        Assert.Throws<FormatException>(() => { _ = OccurrenceRule.Nominal("thứ Hai", D("2026-01-01"), D("2026-12-31")); });

    [Fact]
    public void N_nominal_dates_make_N_duties_none_lost_and_none_merged_away()
    {
        var (from, to) = (D("2024-01-01"), D("2027-12-31"));
        var all = Enumerable.Range(from.DayNumber, to.DayNumber - from.DayNumber + 1).Select(DateOnly.FromDayNumber).ToList();
        string[] weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
        var rules = Enumerable.Range(1, 31).Select(day => ($"0 0 0 {day} * ?", (Func<DateOnly, bool>)(d => d.Day == day)))
            .Concat(weekdays.Select((name, i) => ($"0 0 0 ? * {name}", (Func<DateOnly, bool>)(d => (int)d.DayOfWeek == i))))
            .Concat([
                ("0 0 0 L * ?", d => d.AddDays(1).Day == 1),
                ("0 0 0 15 3,6,9,12 ?", d => d.Day == 15 && d.Month % 3 == 0),
                ("0 0 0 ? * *", _ => true),
            ]);
        foreach (var (cron, fires) in rules)
        {
            var nominal = OccurrenceRule.Nominal(cron, from, to).ToList();
            Assert.Equal(all.Where(fires), nominal);
            foreach (var shift in Enum.GetValues<DueShift>())
            {
                var due = nominal.Select(n => LegalClock.Shift(Shipped, n, shift)).ToList();
                Assert.All(due, d => Assert.True(Shipped.IsWorkingDay(d)));
                // In order, so that a later period never falls due before an earlier one.
                Assert.Equal(due.Order(), due);
                if (shift != DueShift.LastWorkingDayOfMonth) Assert.All(nominal.Zip(due), x => Assert.InRange(x.Second.DayNumber - x.First.DayNumber, -9, 9));
            }
        }
    }
}
