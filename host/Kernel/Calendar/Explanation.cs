namespace BacSon.Kernel.Calendar;

internal sealed class Explanation(
    WorkingCalendar c, DateOnly start, Term term, IReadOnlyList<Pause> pauses, IReadOnlyList<Pause> closed,
    IReadOnlyList<CountStep> steps, DateOnly? due, DateOnly? today, string? startName)
{
    public Deadline Deadline() => throw new NotImplementedException($"{c} {start} {term} {pauses} {closed} {steps} {due} {today} {startName}");
}
