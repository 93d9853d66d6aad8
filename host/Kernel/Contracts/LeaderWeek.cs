namespace BacSon.Kernel.Contracts;

/// <summary>What a module tells the leaders' week: a reception, a meeting, an inspection, a dialogue that a leader attends.</summary>
/// <param name="Key">Stable, unique over all modules: the same event has the same key when it is told again.</param>
/// <param name="From">Office time; null where only the day is known.</param>
/// <param name="LeaderIds">The leaders who take part; the first presides.</param>
/// <param name="Public">Citizens may read it.</param>
public sealed record LeaderWeekEvent(string Key, DateOnly Day, TimeOnly? From, TimeOnly? To, string What, string? Place, IReadOnlyList<int> LeaderIds, bool Public);

/// <summary>A source of the leaders' week. It is asked again and again: what it no longer tells is shown as gone, never silently removed.</summary>
public interface ILeaderWeekSource
{
    /// <summary>Prefix of the keys of this source, such as «reception:»; what begins with it and is no longer told is gone.</summary>
    string Prefix { get; }

    /// <summary>The events from a day to the end of a day, office dates.</summary>
    Task<IReadOnlyList<LeaderWeekEvent>> EventsAsync(DateOnly from, DateOnly to, CancellationToken cancel);
}
