using BacSon.Kernel;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Jobs;

/// <summary>The runs of all jobs, newest first: when due, when run, what came of it.</summary>
[Authorize(Policies.WatchJobs)]
internal sealed class RunsPage(PlatformDb db, IEnumerable<JobSpec> specs, CurrentViewer current) : PageModel
{
    public const int Size = 50;

    public bool Administers => current.Found is { IsAdministrator: true };
    public IReadOnlyList<JobRun> Runs { get; private set; } = [];
    public IReadOnlyList<JobSpec> Specs { get; private set; } = [];
    public string? JobId { get; private set; }
    public JobOutcome? Outcome { get; private set; }

    /// <summary>Also runs that found nothing to do: those of a minute's rhythm fill the list.</summary>
    public bool All { get; private set; }
    public int Number { get; private set; } = 1;
    public int Total { get; private set; }

    public async Task OnGetAsync(string? viec, string? kq, string? ca, CancellationToken cancel)
    {
        Specs = [.. specs];
        JobId = Specs.FirstOrDefault(x => x.Id == viec)?.Id;
        Outcome = kq switch { "xong" => JobOutcome.Succeeded, "hong" => JobOutcome.Failed, "dang" => JobOutcome.Running, _ => null };
        All = ca == "co";
        Number = int.TryParse(Request.Query[PageLinksTagHelper.Parameter], out var page) && page is > 0 and < 100_000 ? page : 1;
        var runs = db.JobRuns.AsNoTracking();
        if (JobId is { } job)
            runs = runs.Where(x => x.JobId == job);
        if (Outcome is { } outcome)
            runs = runs.Where(x => x.Outcome == outcome);
        if (!All)
            runs = runs.Where(x => x.Count > 0 || x.Outcome != JobOutcome.Succeeded || x.Missed > 0 || x.Cause != RunCause.Schedule);
        Total = await runs.CountAsync(cancel);
        if ((Number - 1) * Size >= Total)
            Number = 1;
        Runs = await runs.OrderByDescending(x => x.Id).Skip((Number - 1) * Size).Take(Size).ToListAsync(cancel);
    }

    public string Title(JobRun run) => Specs.FirstOrDefault(x => x.Id == run.JobId)?.Title ?? run.JobId;

    /// <summary>An error's first sentence; the rest is folded.</summary>
    public static string FirstLine(string error)
    {
        var line = error.Split('\n', 2)[0].Trim();
        // «BacSon.App.Mail.MailServerDown: Máy chủ thư …»: what stands before is a type's name.
        var said = line.IndexOf(": ", StringComparison.Ordinal) is > 0 and var at && !line[..at].Contains(' ', StringComparison.Ordinal) ? line[(at + 2)..] : line;
        return said.Length <= 200 ? said : said[..199] + "…";
    }
}
