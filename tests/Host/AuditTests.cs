using BacSon.Kernel;
using BacSon.Kernel.Audit;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Host.Tests;

public sealed class AuditTests : IDisposable
{
    private readonly PlatformHost _host = new();

    public void Dispose() => _host.Dispose();

    private Task<int> SealAsync() => _host.InScopeAsync(services => services.GetRequiredService<AuditChain>().SealAsync());
    private Task<AuditVerification> VerifyAsync() => _host.InScopeAsync(services => services.GetRequiredService<AuditChain>().VerifyAsync());

    // Straight at the table, as somebody with the database in hand would.
    private Task TamperAsync(Func<IQueryable<AuditEntry>, Task> tamper) => _host.InScopeAsync(services => tamper(services.GetRequiredService<PlatformDb>().AuditEntries));

    private async Task PrepareAsync()
    {
        await _host.CommuneAsync();
        Assert.True(await SealAsync() > 30);
        Assert.Empty((await VerifyAsync()).Faults);
    }

    [Fact]
    public async Task Sealing_twice_seals_nothing_twice()
    {
        await PrepareAsync();
        Assert.Equal(0, await SealAsync());
    }

    [Fact]
    public async Task An_edited_entry_is_found()
    {
        await PrepareAsync();
        await TamperAsync(entries => entries.Where(x => x.Seal == 7).ExecuteUpdateAsync(set => set.SetProperty(x => x.Who, "Người khác")));
        Assert.Contains((await VerifyAsync()).Faults, x => x.Contains("số 7 đã bị sửa", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_deleted_entry_is_found()
    {
        await PrepareAsync();
        await TamperAsync(entries => entries.Where(x => x.Seal == 7).ExecuteDeleteAsync());
        Assert.Contains((await VerifyAsync()).Faults, x => x.Contains("sau số 6 là số 8", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_deleted_end_of_the_chain_is_found_by_the_anchor_outside()
    {
        await PrepareAsync();
        var last = await _host.WithDbAsync(db => db.AuditEntries.MaxAsync(x => x.Seal));
        await TamperAsync(entries => entries.Where(x => x.Seal == last).ExecuteDeleteAsync());
        Assert.Contains((await VerifyAsync()).Faults, x => x.Contains("ghi mốc ra ngoài", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_whole_chain_recomputed_after_an_anchor_is_found()
    {
        await PrepareAsync();
        // The forger edits an entry, then makes every hash right again.
        await _host.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<PlatformDb>();
            var forged = await db.AuditEntries.SingleAsync(x => x.Seal == 3);
            forged.Who = "Người khác";
            forged.ContentHash = AuditChain.ContentHash(forged);
            await db.AuditEntries.ForEachAsync(x => { x.Seal = null; x.PreviousHash = null; x.Hash = null; });
            await db.SaveChangesAsync();
            var anchors = File.ReadAllText(services.GetRequiredService<StoragePaths>().AuditAnchors);
            await services.GetRequiredService<AuditChain>().SealAsync();
            File.WriteAllText(services.GetRequiredService<StoragePaths>().AuditAnchors, anchors);
        });
        Assert.Contains((await VerifyAsync()).Faults, x => x.Contains("khác với mốc", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_entry_left_unsealed_for_more_than_five_minutes_is_a_fault()
    {
        await PrepareAsync();
        await _host.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<PlatformDb>();
            db.Settings.Add(new Setting { Name = "thu", Value = "1" });
            await db.SaveChangesAsync();
        });
        Assert.Empty((await VerifyAsync()).Faults);
        _host.Clock.Utc = _host.Clock.Utc.AddMinutes(5).AddSeconds(1);
        Assert.Contains((await VerifyAsync()).Faults, x => x.Contains("chưa niêm phong", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Secrets_are_never_written_down()
    {
        await PrepareAsync();
        var hash = await _host.WithDbAsync(db => db.Users.Select(x => x.PasswordHash).FirstAsync());
        Assert.False(await _host.WithDbAsync(db => db.AuditEntries.AnyAsync(x => x.Changes.Contains(hash!))));
        Assert.False(await _host.WithDbAsync(db => db.AuditEntries.AnyAsync(x => x.Changes.Contains("SecurityStamp"))));
    }
}
