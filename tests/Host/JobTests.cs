using BacSon.App.Jobs;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

/// <summary>Every job is a sweep: what it has done it does not do again.</summary>
public sealed class JobTests : IDisposable
{
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Every_declared_job_run_twice_leaves_what_it_left_after_once()
    {
        var commune = await _host.CommuneAsync();
        await _host.ActAsync(commune.OfficeHead, (ledger, viewer) => ledger.OpenAsync(
            new NewDuty(PapiArea.Transparency, "Niêm yết danh sách", new DateOnly(2026, 11, 26), new Term(0, TermUnit.CalendarDay, TermKind.FixedDate)) { LeadUnitId = commune.Economy }, viewer));
        var specs = _host.Services.GetServices<JobSpec>().ToList();
        Assert.NotEmpty(specs);
        var runner = _host.Services.GetRequiredService<JobRunner>();
        foreach (var spec in specs)
            await runner.RunAsync(spec, RunCause.Person, CancellationToken.None);
        var once = await CountAsync();
        Assert.NotEqual(0, once["Reminder"]);
        Assert.NotEqual(0, once["Duty"]);
        foreach (var spec in specs)
            await runner.RunAsync(spec, RunCause.Person, CancellationToken.None);
        Assert.Equal(once, await CountAsync());
        Assert.Equal(specs.Count * 2, await _host.WithDbAsync(db => db.JobRuns.CountAsync(x => x.Outcome == JobOutcome.Succeeded)));
    }

    // Rows of each table, but for the runs themselves and the seals of the trail, which tell of the second run.
    private Task<SortedDictionary<string, int>> CountAsync() => _host.WithDbAsync(async db =>
    {
        var counts = new SortedDictionary<string, int>();
        var count = typeof(JobTests).GetMethod(nameof(RowsAsync), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;
        foreach (var type in db.Model.GetEntityTypes().Where(x => !x.IsOwned() && x.ClrType != typeof(JobRun)))
            counts[type.ClrType.Name] = await (Task<int>)count.MakeGenericMethod(type.ClrType).Invoke(null, [db])!;
        return counts;
    });

    private static Task<int> RowsAsync<T>(DbContext db) where T : class => db.Set<T>().CountAsync();
}
