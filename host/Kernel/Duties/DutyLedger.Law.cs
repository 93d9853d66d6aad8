using BacSon.Kernel.Calendar;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Duties;

/// <summary>What the law of a kind says from a day to a day, as open duties would take it over.</summary>
/// <param name="From">First day of the events it is for; null for any earlier day.</param>
/// <param name="Term">Null where only the basis, not the count, is another.</param>
/// <param name="BasisOn">The legal bases in force on the day of the event, in words.</param>
internal sealed record LawChange(string CatalogueKey, DateOnly? From, DateOnly? To, Term? Term, string? TermText, TermSource Source, Func<DateOnly, string> BasisOn);

/// <summary>An open duty and its due date under another version of its law. A confidential duty is told without its title.</summary>
public sealed record LawMove(long DutyId, string? Title, int? LeadUnitId, DateOnly StartOn, DateOnly From, DateOnly To, bool Paused);

public sealed partial class DutyLedger
{
    /// <summary>The open duties whose event falls under a version of the law, earliest due first. Nothing is saved.</summary>
    internal async Task<List<LawMove>> UnderAsync(LawChange law, CancellationToken cancel = default) =>
        [.. (await UnderAsync(law, tracked: false, cancel)).Select(x => new LawMove(x.Duty.Id, x.Duty.Confidential ? null : x.Duty.Title, x.Duty.LeadUnitId, x.Duty.StartOn, x.From, x.Duty.DueOn, x.Duty.Paused))
            .OrderBy(x => x.From).ThenBy(x => x.DutyId)];

    /// <summary>Moves those duties to the version, each with a line of its history. The caller saves, together with the law itself.</summary>
    internal async Task<int> FollowLawAsync(LawChange law, string document, CancellationToken cancel = default)
    {
        var (calendar, _) = await snapshots.ReadAsync(db, cancel);
        var moved = await UnderAsync(law, tracked: true, cancel);
        var earlier = moved.Where(x => x.Duty.DueOn < x.From).ToDictionary(x => x.Duty.Id, x => x.Duty.DueOn);
        // A coordinating unit's date is never after the lead's.
        foreach (var share in await db.DutyShares.Where(x => x.DoneOn == null && db.Duties.Any(duty => duty.Id == x.DutyId && duty.Stage == DutyStage.Open && duty.CatalogueKey == law.CatalogueKey)).ToListAsync(cancel))
            if (earlier.TryGetValue(share.DutyId, out var latest) && share.DueOn > latest)
                share.DueOn = calendar.OnOrBefore(latest);
        foreach (var (duty, from) in moved)
            Log(duty, DutyEventKind.LawChanged, duty.DueOn == from
                ? $"Chuyển theo {document}; thời hạn vẫn là {Ui.Vi.Date(from)}"
                : $"Chuyển theo {document}: thời hạn từ {Ui.Vi.Date(from)} thành {Ui.Vi.Date(duty.DueOn)}");
        return moved.Count;
    }

    // What was declared done waits for its acceptance under the law by which it was done.
    private async Task<List<(Duty Duty, DateOnly From)>> UnderAsync(LawChange law, bool tracked, CancellationToken cancel)
    {
        var (calendar, _) = await snapshots.ReadAsync(db, cancel);
        var (first, last) = (law.From ?? DateOnly.MinValue, law.To ?? DateOnly.MaxValue);
        var query = db.Duties.Include(x => x.Pauses).Include(x => x.Extensions).AsSplitQuery()
            .Where(x => x.Stage == DutyStage.Open && x.CatalogueKey == law.CatalogueKey && x.StartOn >= first && x.StartOn <= last);
        var found = new List<(Duty, DateOnly)>();
        foreach (var duty in await (tracked ? query : query.AsNoTracking()).ToListAsync(cancel))
        {
            var before = duty.DueOn;
            if (law.Term is { } term)
            {
                (duty.TermAmount, duty.TermUnit, duty.TermKind) = (term.Amount, term.Unit, term.Kind);
                // While the clock stands still the date waits for the day on which it runs again.
                duty.DueOn = DutyClock.Compute(calendar, duty) ?? before;
            }
            duty.TermText = Optional(law.TermText, 600);
            duty.TermSource = law.Source;
            duty.LegalBasis = Optional(law.BasisOn(duty.StartOn), 1500);
            found.Add((duty, before));
        }
        return found;
    }
}
