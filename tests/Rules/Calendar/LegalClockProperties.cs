using BacSon.Kernel.Calendar;
using FsCheck;
using FsCheck.Fluent;
using static BacSon.Rules.Tests.Calendar.Make;

namespace BacSon.Rules.Tests.Calendar;

/// <summary>What holds for every term, start, pause and calendar, tried on tens of thousands of random ones.</summary>
public class LegalClockProperties
{
    /// <param name="Changes">Made to the shipped calendar, by days from the start: true makes the day off, false makes it worked.</param>
    public sealed record Case(DateOnly Start, Term Term, Pause[] Pauses, GrantedExtension[] Extensions, (int Offset, bool Off)[] Changes)
    {
        public override string ToString() =>
            $"{Start:yyyy-MM-dd} {Term} pauses [{string.Join("; ", Pauses.Select(p => $"{p.From:yyyy-MM-dd}..{p.To:yyyy-MM-dd}"))}] "
            + $"extensions [{string.Join("; ", Extensions.Select(e => $"{e.Amount} {e.Unit}"))}] changes [{string.Join("; ", Changes)}]";

        public Dictionary<DateOnly, CalendarDay> Days()
        {
            var days = ShippedDays.ToDictionary(d => d.Date);
            foreach (var (offset, off) in Changes)
                days[Start.AddDays(offset)] = Day(Start.AddDays(offset), off ? DayKind.Holiday : DayKind.MakeUpWorkingDay, offset % 3 == 0 ? DayStatus.Recalled : DayStatus.Expected);
            return days;
        }

        public WorkingCalendar Calendar() => new(Days().Values, [2024, 2025, 2026, 2027]);

        public DateOnly? Due(WorkingCalendar calendar) => LegalClock.Due(calendar, Start, Term, Pauses, Extensions);
    }

    private static readonly IReadOnlyList<CalendarDay> ShippedDays = CalendarData.Shipped().Days;

    private static readonly Gen<TermUnit> Units = Gen.Elements(Enum.GetValues<TermUnit>());

    private static int Longest(TermUnit unit) => unit switch
    {
        TermUnit.WorkingDay => 60, TermUnit.CalendarDay => 90, TermUnit.Month => 14, TermUnit.Year => 3, _ => throw new InvalidOperationException(),
    };

    private static readonly Gen<Case> Cases =
        from start in Gen.Choose(new DateOnly(2023, 6, 1).DayNumber, new DateOnly(2028, 12, 31).DayNumber).Select(DateOnly.FromDayNumber)
        from kind in Gen.Elements(Enum.GetValues<TermKind>().Append(TermKind.NoLaterThan).Append(TermKind.NoLaterThan).ToArray())
        from unit in Units
        from amount in Gen.Choose(0, Longest(unit))
        from pauses in Lists(3,
            from offset in Gen.Choose(-10, 70)
            from length in Gen.Choose(0, 25)
            from open in Gen.Choose(0, 19)
            select new Pause(start.AddDays(offset), open == 0 ? null : start.AddDays(offset + length), "thử"))
        from extensions in Lists(2,
            from u in Units
            from n in Gen.Choose(1, Math.Min(20, Longest(u)))
            select new GrantedExtension(n, u, "thử"))
        from changes in Lists(6, from offset in Gen.Choose(-20, 90) from off in Gen.Elements(true, true, false) select (offset, off))
        select new Case(start, new Term(amount, unit, kind), pauses, extensions, changes);

    private static Gen<T[]> Lists<T>(int most, Gen<T> item) =>
        from n in Gen.Choose(0, most) from items in item.ArrayOf(n) select items;

    private static void Holds(int times, Func<Case, bool> rule, Func<Case, Case>? narrowed = null) =>
        Prop.ForAll(Cases.Select(narrowed ?? (x => x)).ToArbitrary(), rule).Check(Config.QuickThrowOnFailure.WithMaxTest(times).WithQuietOnSuccess(true));

    [Fact]
    public void The_clock_agrees_with_an_oracle_that_walks_day_by_day() => Holds(25_000, x =>
        x.Due(x.Calendar()) == new Oracle(x.Days()).Due(x.Start, x.Term, x.Pauses, x.Extensions));

    [Fact]
    public void A_longer_term_is_never_due_earlier_and_a_longer_notice_never_later() => Holds(3_000, x =>
    {
        var calendar = x.Calendar();
        var shorter = x.Due(calendar);
        var longer = (x with { Term = x.Term with { Amount = x.Term.Amount + 1 } }).Due(calendar);
        // A clock that an open pause stops is stopped for the longer term too.
        if (shorter is null || longer is null) return shorter is not null || longer is null || x.Term.Kind == TermKind.AtLeastBefore;
        return x.Term.Kind == TermKind.AtLeastBefore ? longer <= shorter : longer >= shorter;
    }, x => x with { Extensions = [] });

    [Fact]
    public void A_due_date_is_a_working_day_unless_the_law_names_the_very_day() => Holds(3_000, x =>
    {
        var calendar = x.Calendar();
        var veryDay = x.Extensions.Length == 0
            && (x.Term.Kind == TermKind.FixedDate || x.Term is { Kind: TermKind.Immediately, Unit: not TermUnit.WorkingDay });
        return x.Due(calendar) is not { } due || (veryDay ? due == x.Start : calendar.IsWorkingDay(due));
    });

    [Fact]
    public void One_more_day_off_never_makes_a_due_date_earlier_nor_a_notice_later() => Holds(3_000, x =>
    {
        var days = x.Days();
        var before = x.Due(new(days.Values, [2024, 2025, 2026, 2027]));
        var off = x.Start.AddDays(x.Term.Kind == TermKind.AtLeastBefore ? -x.Term.Amount / 2 - 1 : x.Term.Amount / 2 + 1);
        days[off] = Day(off, DayKind.Holiday);
        var after = x.Due(new(days.Values, [2024, 2025, 2026, 2027]));
        if (before is null) return true;
        if (after is null) return x.Pauses.Any(p => p.To is null);
        return x.Term.Kind == TermKind.AtLeastBefore && x.Extensions.Length == 0 ? after <= before : x.Term.Kind == TermKind.AtLeastBefore || after >= before;
    },
    // An extension in months is as long as the months it meets, so with a pause in between a later start can end earlier.
    x => x with { Extensions = [.. x.Extensions.Where(e => e.Unit is TermUnit.WorkingDay or TermUnit.CalendarDay)] });

    [Fact]
    public void A_closed_pause_never_makes_a_due_date_earlier() => Holds(3_000, x =>
    {
        var calendar = x.Calendar();
        return (x with { Pauses = [] }).Due(calendar) <= x.Due(calendar);
    }, x => x with { Pauses = [.. x.Pauses.Where(p => p.To is not null)], Extensions = [] });

    [Fact]
    public void The_order_and_the_overlap_of_pauses_do_not_matter() => Holds(3_000, x =>
    {
        var calendar = x.Calendar();
        var due = x.Due(calendar);
        return due == (x with { Pauses = [.. x.Pauses.Reverse()] }).Due(calendar) && due == (x with { Pauses = [.. x.Pauses, .. x.Pauses] }).Due(calendar);
    });

    [Fact]
    public void The_explanation_shows_the_date_that_the_clock_computes() => Holds(3_000, x =>
    {
        var calendar = x.Calendar();
        var d = LegalClock.Explain(calendar, x.Start, x.Term, x.Pauses, x.Extensions);
        var (due, days) = (x.Due(calendar), d.Days);
        Assert.Equal(due, d.Due);
        Assert.NotEmpty(d.Sentences);
        Assert.All(d.Sentences, s => Assert.True(s.EndsWith('.') && !s.Contains("  ", StringComparison.Ordinal) && !s.Contains("()", StringComparison.Ordinal), s));
        Assert.InRange(days.Count, 1, 400);
        Assert.Equal(Enumerable.Range(days[0].Date.DayNumber, days.Count), days.Select(c => c.Date.DayNumber));
        Assert.All(days, c => Assert.Equal(calendar.KindOf(c.Date), c.Kind));
        if (days.Count == 400) return true;
        Assert.Equal(due is null ? [] : [due.Value], days.Where(c => c.IsDue).Select(c => c.Date));
        if (due is not null)
        {
            Assert.Equal(x.Start, Assert.Single(days, c => c.IsStart).Date);
            Assert.Contains(d.Sentences, s => s.Contains(due.Value.ToString("dd'/'MM'/'yyyy"), StringComparison.Ordinal));
            if (x.Extensions.Length == 0 && x.Term.Kind is not (TermKind.FixedDate or TermKind.Immediately) && x.Term.Unit is TermUnit.WorkingDay or TermUnit.CalendarDay && x.Term.Amount > 0)
                Assert.Equal(Enumerable.Range(1, x.Term.Amount), days.Where(c => c.Ordinal is not null).Select(c => c.Ordinal!.Value).Order());
        }
        return true;
    });

    [Fact]
    public void Days_that_are_not_certain_are_told_whenever_the_date_would_differ_without_them() => Holds(3_000, x =>
    {
        var days = x.Days();
        var d = LegalClock.Explain(x.Calendar(), x.Start, x.Term, x.Pauses, x.Extensions);
        if (d.Due is null) return true;
        bool Differs(DayStatus status) => d.Due != x.Due(new(days.Values.Where(e => e.Status != status), [2024, 2025, 2026, 2027]));
        return (!Differs(DayStatus.Recalled) || (d.RestsOnRecalledDays && d.Sentences.Any(s => s.Contains("Nếu không được xác nhận thì thời hạn ", StringComparison.Ordinal))))
            && (!Differs(DayStatus.Expected) || d.RestsOnExpectedDays);
    });

    /// <summary>
    /// The rules once more, written apart from the clock: one day at a time, with nothing but the list of exceptions.
    /// </summary>
    private sealed class Oracle(Dictionary<DateOnly, CalendarDay> exceptions)
    {
        public DateOnly? Due(DateOnly start, Term term, Pause[] pauses, GrantedExtension[] extensions)
        {
            bool Stopped(DateOnly d) => pauses.Any(p => p.To is { } to && d > p.From && d <= to);
            var amount = Math.Abs(term.Amount);
            var last = start;
            var mayEndOnDayOff = false;
            switch (term.Kind)
            {
                case TermKind.FixedDate:
                    mayEndOnDayOff = true;
                    break;
                case TermKind.Immediately:
                    mayEndOnDayOff = term.Unit != TermUnit.WorkingDay;
                    break;
                case TermKind.AtLeastBefore:
                    last = term.Unit switch
                    {
                        TermUnit.Month => SameDate(start, -amount),
                        TermUnit.Year => SameDate(start, -12 * amount),
                        _ => Walk(start, amount, -1, d => term.Unit == TermUnit.CalendarDay || Works(d)),
                    };
                    while (!Works(last)) last = last.AddDays(-1);
                    mayEndOnDayOff = true;
                    break;
                default:
                    last = On(start, amount, term.Unit);
                    break;
            }
            foreach (var e in extensions)
            {
                if (e.Unit == TermUnit.WorkingDay && !mayEndOnDayOff) last = ToWorkingDay(last);
                last = On(last, e.Amount, e.Unit);
                mayEndOnDayOff = false;
            }
            if (!mayEndOnDayOff) last = ToWorkingDay(last);
            foreach (var p in pauses)
                if (p.To is null && p.From <= last) return null;
            return last;

            DateOnly On(DateOnly from, int n, TermUnit unit)
            {
                if (unit == TermUnit.WorkingDay) return Walk(from, n, 1, d => Works(d) && !Stopped(d));
                var length = unit switch
                {
                    TermUnit.Month => SameDate(from, n).DayNumber - from.DayNumber,
                    TermUnit.Year => SameDate(from, 12 * n).DayNumber - from.DayNumber,
                    _ => n,
                };
                return Walk(from, length, 1, d => !Stopped(d));
            }

            DateOnly ToWorkingDay(DateOnly d)
            {
                if (Works(d)) return d;
                do d = d.AddDays(1);
                while (!Works(d) || Stopped(d));
                return d;
            }
        }

        private bool Works(DateOnly d) => exceptions.TryGetValue(d, out var e)
            ? e.Kind == DayKind.MakeUpWorkingDay
            : d.DayOfWeek is DayOfWeek.Monday or DayOfWeek.Tuesday or DayOfWeek.Wednesday or DayOfWeek.Thursday or DayOfWeek.Friday;

        private static DateOnly Walk(DateOnly from, int n, int direction, Func<DateOnly, bool> counts)
        {
            while (n > 0)
            {
                from = from.AddDays(direction);
                if (counts(from)) n--;
            }
            return from;
        }

        private static DateOnly SameDate(DateOnly from, int months)
        {
            var index = from.Year * 12 + (from.Month - 1) + months;
            var (year, month) = (index / 12, index % 12 + 1);
            var day = from.Day;
            while (!DateOnly.TryParseExact($"{year:0000}-{month:00}-{day:00}", "yyyy-MM-dd", out _)) day--;
            return new(year, month, day);
        }
    }
}
