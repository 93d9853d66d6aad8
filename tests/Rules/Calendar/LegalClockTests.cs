using BacSon.Kernel.Calendar;
using static BacSon.Kernel.Calendar.TermKind;
using static BacSon.Kernel.Calendar.TermUnit;
using static BacSon.Rules.Tests.Calendar.Make;

namespace BacSon.Rules.Tests.Calendar;

/// <summary>The dates were counted by hand, apart from the clock.</summary>
public class LegalClockTests
{
    [Theory]
    [InlineData("2026-11-06", 15, "2026-11-30")] // over 24/11
    [InlineData("2026-11-23", 1, "2026-11-25")] // 24/11 is off
    [InlineData("2026-11-20", 1, "2026-11-23")] // Friday: day 1 is Monday
    [InlineData("2026-11-21", 1, "2026-11-23")] // received on a Saturday
    [InlineData("2026-11-22", 1, "2026-11-23")] // on a Sunday
    [InlineData("2026-08-14", 15, "2026-09-08")] // 22/08 is worked, 31/08 to 02/09 are off
    [InlineData("2026-08-21", 1, "2026-08-22")] // the make-up Saturday is day 1
    [InlineData("2026-08-22", 1, "2026-08-24")] // received on the make-up Saturday
    [InlineData("2026-08-28", 1, "2026-09-03")]
    [InlineData("2024-04-26", 3, "2024-05-04")] // 29/04 swapped, 30/04 and 01/05 holidays: 2, 3 and Saturday 4 May
    [InlineData("2024-04-26", 4, "2024-05-06")]
    [InlineData("2026-02-13", 1, "2026-02-23")] // Tết 2026
    [InlineData("2027-02-03", 1, "2027-02-11")] // Tết 2027 with two days in lieu
    [InlineData("2024-02-07", 5, "2024-02-21")] // Tết 2024
    [InlineData("2025-12-30", 2, "2026-01-05")] // year's end: 01/01 and the swapped 02/01
    [InlineData("2026-01-05", 5, "2026-01-10")] // its make-up Saturday is day 5
    public void A_term_in_working_days_ends_on_the_nth_working_day_after_the_event(string start, int days, string due) =>
        Assert.Equal(D(due), Due(start, days, WorkingDay));

    [Theory]
    [InlineData("2026-11-02", 10, "2026-11-12")]
    [InlineData("2026-11-06", 30, "2026-12-07")] // Sunday 06/12 rolls
    [InlineData("2026-11-14", 10, "2026-11-25")] // 24/11 rolls
    [InlineData("2026-08-21", 10, "2026-09-03")] // 31/08 swapped off, then National Day
    [InlineData("2026-08-12", 10, "2026-08-22")] // a worked Saturday does not roll
    [InlineData("2026-02-06", 10, "2026-02-23")] // into Tết
    [InlineData("2024-04-19", 10, "2024-05-02")] // onto the swapped 29/04
    [InlineData("2024-02-28", 1, "2024-02-29")]
    [InlineData("2023-02-28", 1, "2023-03-01")]
    public void A_term_in_calendar_days_counts_days_off_and_rolls_from_its_last_day(string start, int days, string due) =>
        Assert.Equal(D(due), Due(start, days, TermUnit.CalendarDay));

    [Theory]
    [InlineData("2026-03-31", 1, Month, "2026-05-04")] // April lacks the 31st: 30/04 is off, rolls over 01/05 and a weekend
    [InlineData("2026-05-31", 1, Month, "2026-06-30")]
    [InlineData("2026-08-31", 6, Month, "2027-03-01")] // 28/02/2027 is a Sunday
    [InlineData("2026-01-30", 1, Month, "2026-03-02")] // 28/02/2026 is a Saturday
    [InlineData("2023-12-29", 2, Month, "2024-02-29")]
    [InlineData("2023-12-31", 2, Month, "2024-02-29")]
    [InlineData("2026-11-05", 3, Month, "2027-02-11")] // 05/02/2027 is expected off
    [InlineData("2026-12-15", 1, Month, "2027-01-15")]
    [InlineData("2024-02-29", 1, Year, "2025-02-28")]
    [InlineData("2024-02-29", 4, Year, "2028-02-29")]
    [InlineData("2025-09-02", 1, Year, "2026-09-03")]
    [InlineData("2025-12-31", 1, Year, "2026-12-31")]
    public void A_term_in_months_or_years_ends_on_the_same_date_or_the_last_day_of_the_month(string start, int amount, TermUnit unit, string due) =>
        Assert.Equal(D(due), Due(start, amount, unit));

    [Theory]
    [InlineData("2026-11-25", 5, WorkingDay, "2026-11-17")] // 24/11 is off
    [InlineData("2026-09-03", 1, WorkingDay, "2026-08-28")]
    [InlineData("2026-08-24", 1, WorkingDay, "2026-08-22")] // the make-up Saturday
    [InlineData("2026-11-29", 7, TermUnit.CalendarDay, "2026-11-20")] // Sunday 22/11 moves earlier
    [InlineData("2026-11-27", 3, TermUnit.CalendarDay, "2026-11-23")] // 24/11 moves earlier
    [InlineData("2026-09-05", 3, TermUnit.CalendarDay, "2026-08-28")] // National Day moves before the break
    [InlineData("2026-12-31", 5, Month, "2026-07-31")]
    [InlineData("2026-07-31", 5, Month, "2026-02-27")] // 28/02/2026 is a Saturday
    [InlineData("2028-02-29", 1, Year, "2027-02-26")] // 28/02/2027 is a Sunday
    public void A_notice_is_counted_back_and_moves_earlier(string @event, int amount, TermUnit unit, string due)
    {
        Assert.Equal(D(due), Due(@event, amount, unit, AtLeastBefore));
        Assert.Equal(D(due), Due(@event, -amount, unit, AtLeastBefore));
    }

    [Theory]
    [InlineData("2026-11-02", 30, TermUnit.CalendarDay, "2026-12-02")]
    [InlineData("2026-11-06", 30, TermUnit.CalendarDay, "2026-12-07")]
    [InlineData("2026-11-20", 3, WorkingDay, "2026-11-26")]
    public void A_minimum_duration_lasts_to_the_end_of_its_last_day(string start, int amount, TermUnit unit, string due) =>
        Assert.Equal(D(due), Due(start, amount, unit, MinimumDuration));

    [Theory]
    [InlineData("2026-11-23", WorkingDay, "2026-11-23")]
    [InlineData("2026-11-24", WorkingDay, "2026-11-25")]
    [InlineData("2026-08-29", WorkingDay, "2026-09-03")]
    [InlineData("2026-11-24", TermUnit.CalendarDay, "2026-11-24")]
    [InlineData("2026-11-22", TermUnit.CalendarDay, "2026-11-22")]
    public void At_once_waits_for_a_working_day_only_when_it_is_not_urgent(string start, TermUnit unit, string due) =>
        Assert.Equal(D(due), Due(start, 0, unit, Immediately));

    [Fact]
    public void A_fixed_date_stays_where_it_is() => Assert.Equal(D("2026-11-22"), Due("2026-11-22", 0, TermUnit.CalendarDay, FixedDate));

    [Theory]
    [InlineData("2026-11-10", "2026-11-13", "2026-12-03")] // 11, 12, 13 are not counted
    [InlineData("2026-11-10", "2026-11-10", "2026-11-30")] // stopped and resumed on one day
    [InlineData("2026-11-13", "2026-11-15", "2026-11-30")] // only a weekend
    [InlineData("2026-11-03", "2026-11-05", "2026-11-30")] // over before the event
    [InlineData("2026-11-04", "2026-11-10", "2026-12-02")] // begun before the event
    [InlineData("2026-11-30", "2026-12-10", "2026-11-30")] // the last day was still counted
    [InlineData("2026-12-01", "2026-12-10", "2026-11-30")] // too late
    [InlineData("2026-11-27", "2026-12-10", "2026-12-11")] // one day was left
    public void A_pause_takes_out_the_days_after_it_began_up_to_the_day_it_ended(string from, string to, string due) =>
        Assert.Equal(D(due), LegalClock.Due(Shipped, D("2026-11-06"), new(15, WorkingDay), [Paused(from, to)]));

    [Fact]
    public void Overlapping_pauses_count_once_in_any_order()
    {
        Pause[] pauses = [Paused("2026-11-12", "2026-11-17"), Paused("2026-11-10", "2026-11-13"), Paused("2026-11-11", "2026-11-12")];
        // 11, 12, 13, 16, 17 are out: five working days.
        Assert.Equal(D("2026-12-07"), LegalClock.Due(Shipped, D("2026-11-06"), new(15, WorkingDay), pauses));
        Assert.Equal(D("2026-12-07"), LegalClock.Due(Shipped, D("2026-11-06"), new(15, WorkingDay), [Paused("2026-11-10", "2026-11-17")]));
    }

    [Theory]
    [InlineData(TermUnit.CalendarDay, 30, "2026-12-16")] // 06/12 and ten more
    [InlineData(Month, 1, "2026-12-16")]
    [InlineData(Year, 1, "2027-11-16")]
    public void A_pause_prolongs_a_term_in_calendar_units_by_its_calendar_days(TermUnit unit, int amount, string due) =>
        Assert.Equal(D(due), LegalClock.Due(Shipped, D("2026-11-06"), new(amount, unit), [Paused("2026-11-10", "2026-11-20")]));

    [Fact]
    public void Nothing_falls_due_while_the_clock_stands_still() =>
        // Sunday 06/12 is the last day; the Monday it would roll to lies in a pause.
        Assert.Equal(D("2026-12-10"), LegalClock.Due(Shipped, D("2026-11-06"), new(30, TermUnit.CalendarDay), [Paused("2026-12-06", "2026-12-09")]));

    [Theory]
    [InlineData("2026-11-10", true)]
    [InlineData("2026-11-30", true)] // on the last day
    [InlineData("2026-12-01", false)] // the term was over
    public void An_open_pause_leaves_no_due_date_unless_the_term_was_over(string from, bool stopped) =>
        Assert.Equal(stopped ? null : D("2026-11-30"), LegalClock.Due(Shipped, D("2026-11-06"), new(15, WorkingDay), [Paused(from, null)]));

    [Fact]
    public void A_pause_does_not_move_a_notice_before_an_event() =>
        Assert.Equal(D("2026-11-17"), LegalClock.Due(Shipped, D("2026-11-25"), new(5, WorkingDay, AtLeastBefore), [Paused("2026-11-10", "2026-11-20")]));

    [Theory]
    [InlineData(15, WorkingDay, 15, TermUnit.CalendarDay, "2026-12-15")] // from 30/11
    [InlineData(15, WorkingDay, 5, WorkingDay, "2026-12-07")]
    [InlineData(30, TermUnit.CalendarDay, 10, TermUnit.CalendarDay, "2026-12-16")] // from Sunday 06/12, not from the Monday it rolls to
    [InlineData(30, TermUnit.CalendarDay, 2, WorkingDay, "2026-12-09")] // from Monday 07/12
    [InlineData(1, Month, 1, Month, "2027-01-06")] // from Sunday 06/12
    public void An_extension_counts_on_from_the_due_date_it_extends(int amount, TermUnit unit, int more, TermUnit moreUnit, string due) =>
        Assert.Equal(D(due), LegalClock.Due(Shipped, D("2026-11-06"), new(amount, unit), null, [Extended(more, moreUnit)]));

    [Fact]
    public void Two_extensions_and_a_pause_within_the_second_add_up() =>
        // 30/11, five working days to 07/12, five more to 14/12, with 09 and 10/12 out: 16/12.
        Assert.Equal(D("2026-12-16"), LegalClock.Due(Shipped, D("2026-11-06"), new(15, WorkingDay),
            [Paused("2026-12-08", "2026-12-10")], [Extended(5, WorkingDay), Extended(5, WorkingDay)]));

    [Theory]
    [InlineData("2026-05-30", DueShift.Next, "2026-06-01")]
    [InlineData("2026-05-30", DueShift.Previous, "2026-05-29")]
    [InlineData("2026-05-15", DueShift.Next, "2026-05-15")]
    [InlineData("2026-04-30", DueShift.Next, "2026-05-04")]
    [InlineData("2026-04-30", DueShift.Previous, "2026-04-29")]
    [InlineData("2026-04-05", DueShift.LastWorkingDayOfMonth, "2026-04-29")]
    [InlineData("2026-08-31", DueShift.LastWorkingDayOfMonth, "2026-08-28")]
    [InlineData("2024-02-01", DueShift.LastWorkingDayOfMonth, "2024-02-29")]
    public void A_nominal_date_shifts_to_a_working_day(string nominal, DueShift shift, string due) =>
        Assert.Equal(D(due), LegalClock.Shift(Shipped, D(nominal), shift));

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        var start = D("2026-11-06");
        Assert.Throws<ArgumentException>(() => LegalClock.Due(Shipped, start, new(5, WorkingDay), [Paused("2026-11-10", "2026-11-09")]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LegalClock.Due(Shipped, start, new(-1, WorkingDay)));
        Assert.Throws<ArgumentOutOfRangeException>(() => LegalClock.Due(Shipped, start, new(5, WorkingDay), null, [Extended(0, WorkingDay)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LegalClock.Due(Shipped, start, new(int.MaxValue, WorkingDay)));
        Assert.Throws<ArgumentOutOfRangeException>(() => LegalClock.Due(Shipped, start, new(int.MaxValue, Month)));
        Assert.Throws<ArgumentOutOfRangeException>(() => LegalClock.Due(Shipped, start, new(9000, Year)));
    }
}
