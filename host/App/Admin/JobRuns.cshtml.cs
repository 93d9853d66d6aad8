using BacSon.App.Jobs;
using BacSon.Kernel;
using BacSon.Kernel.Audit;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Hangfire;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Admin;

/// <summary>The declared jobs with their last runs. Schedules are changed inside the dashboard at /jobs.</summary>
[Authorize(Policies.Administer)]
internal sealed class JobRunsPage(PlatformDb db, CurrentViewer current, IEnumerable<JobSpec> specs, IBackgroundJobClient jobs) : PageModel
{
    private const int Listed = 10;

    public List<(JobSpec Spec, List<JobRun> Runs)> Jobs { get; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        foreach (var spec in specs)
            Jobs.Add((spec, await db.JobRuns.AsNoTracking().Where(x => x.JobId == spec.Id).OrderByDescending(x => x.StartedAt).Take(Listed).ToListAsync(cancel)));
    }

    public async Task<IActionResult> OnPostAsync(string? id, CancellationToken cancel)
    {
        await current.RequireAsync();
        if (specs.FirstOrDefault(x => x.Id == id) is not { } spec)
            return NotFound();
        // The trail first: a job that cannot be enqueued was still asked for, and one that ran was always asked for.
        AuditTrail.Note(db, "Chạy ngay", "Job", spec.Id, "{}");
        await db.SaveChangesAsync(cancel);
        jobs.Enqueue<JobRunner>(runner => runner.RunAsync(spec.Id, CancellationToken.None));
        this.Note($"Đã xếp «{spec.Title}» vào hàng chạy; kết quả hiện ở trang này khi xong");
        return LocalRedirect($"/quan-tri/lich-chay#{spec.Id}");
    }

    public static (WordTone Tone, string Word) Words(JobOutcome outcome) => outcome switch
    {
        JobOutcome.Running => (WordTone.Wait, "Đang chạy"),
        JobOutcome.Succeeded => (WordTone.Done, "Xong"),
        JobOutcome.Failed => (WordTone.Late, "Chạy hỏng"),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Unknown outcome."),
    };
}
