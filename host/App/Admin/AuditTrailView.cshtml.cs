using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using BacSon.Kernel;
using BacSon.Kernel.Audit;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Admin;

/// <summary>The audit trail, newest first. It grows without end: pages go on from an entry, never by counting from the start.</summary>
[Authorize(Policies.Administer)]
internal sealed class AuditTrailPage(PlatformDb db, Snapshots snapshots, AuditSearch search, AuditChain chain, StoragePaths storage, CurrentViewer current) : PageModel
{
    public const int PageSize = 50;

    private static readonly TimeSpan LongestCheck = TimeSpan.FromSeconds(60);

    [BindProperty(SupportsGet = true, Name = "nguoi"), Display(Name = "Người thực hiện"), StringLength(100)]
    public string? Who { get; set; }

    [BindProperty(SupportsGet = true, Name = "loai"), StringLength(60)]
    public string? Subject { get; set; }

    [BindProperty(SupportsGet = true, Name = "khoa"), StringLength(120)]
    public string? SubjectKey { get; set; }

    [BindProperty(SupportsGet = true, Name = "viec"), StringLength(200)]
    public string? Act { get; set; }

    [BindProperty(SupportsGet = true, Name = "tu"), Display(Name = "Từ ngày")]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true, Name = "den"), Display(Name = "Đến hết ngày")]
    public DateOnly? To { get; set; }

    /// <summary>Only entries older than this one.</summary>
    [BindProperty(SupportsGet = true, Name = "truoc")]
    public long? Before { get; set; }

    public IReadOnlyList<(AuditEntry Entry, IReadOnlyList<AuditChange> Changes)> Rows { get; private set; } = [];
    public List<string> Acts { get; private set; } = [];
    public bool More { get; private set; }
    public AuditVerification? Verification { get; private set; }
    public bool CheckTooLong { get; private set; }
    public bool Filtered => Who is not null || Subject is not null || SubjectKey is not null || Act is not null || From is not null || To is not null;
    public bool HasAnchors => System.IO.File.Exists(storage.AuditAnchors);

    public Task OnGetAsync(CancellationToken cancel) => ReadAsync(cancel);

    public async Task OnPostVerifyAsync(CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(LongestCheck);
        try
        {
            Verification = await chain.VerifyAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            CheckTooLong = true;
        }
        await ReadAsync(cancel);
    }

    /// <summary>What is found as an Excel file. That it was taken out is an entry of its own, written before the file leaves.</summary>
    public async Task<IActionResult> OnPostExportAsync(CancellationToken cancel)
    {
        await current.RequireAsync();
        var (_, organization) = await snapshots.ReadAsync(db, cancel);
        if (await FilterAsync(cancel) is not { } filter)
        {
            await ReadAsync(cancel);
            return Page();
        }
        var entries = await search.NewestAsync(filter, AuditSheet.Most + 1, cancel: cancel);
        var more = entries.Count > AuditSheet.Most;
        var rows = await AuditWords.ReadAsync(db, organization, [.. entries.Take(AuditSheet.Most)], cancel);
        var asked = string.Join("; ", new[] { ("người", Who), ("loại hồ sơ", Subject is null ? null : AuditWords.Subject(Subject)), ("mã", SubjectKey), ("việc", Act), ("từ", From is { } from ? Vi.Date(from) : null), ("đến hết", To is { } to ? Vi.Date(to) : null) }
            .Where(x => x.Item2 is not null).Select(x => $"{x.Item1} {x.Item2}"));
        AuditTrail.Note(db, "Xuất nhật ký ra Excel", nameof(AuditEntry), "excel", JsonSerializer.Serialize(new Dictionary<string, object?[]> { ["Filter"] = [null, asked == "" ? "tất cả" : asked], ["Rows"] = [null, rows.Count] }));
        await db.SaveChangesAsync(cancel);
        return File(await AuditSheet.WriteAsync(rows, more, cancel), AuditSheet.Type, $"nhat-ky-{organization.Day:yyyy-MM-dd}.xlsx");
    }

    /// <summary>The same list, from the next older entry on.</summary>
    public string Older() => Address([$"truoc={Rows[^1].Entry.Id.ToString(CultureInfo.InvariantCulture)}"]);

    /// <summary>Where an act on what is found is sent.</summary>
    public string Sent(string handler) => Address([$"handler={handler}"]);

    private string Address(IEnumerable<string> more)
    {
        var query = Request.Query.Where(x => x.Key is not ("truoc" or "handler")).SelectMany(x => x.Value, (x, value) => $"{Uri.EscapeDataString(x.Key)}={Uri.EscapeDataString(value ?? "")}");
        return "/quan-tri/nhat-ky?" + string.Join('&', query.Concat(more));
    }

    /// <summary>What is asked for; null after a complaint.</summary>
    private async Task<AuditFilter?> FilterAsync(CancellationToken cancel)
    {
        if (!ModelState.IsValid)
            return null;
        List<int?>? people = null;
        if (!string.IsNullOrWhiteSpace(Who))
        {
            var folded = Vi.Fold(Who);
            people = [.. (await db.People.AsNoTracking().Select(x => new { x.Id, x.FullName }).ToListAsync(cancel))
                .Where(x => Vi.Fold(x.FullName).Contains(folded, StringComparison.Ordinal)).Select(x => (int?)x.Id)];
            if (Vi.Fold(new Acting().Name).Contains(folded, StringComparison.Ordinal))
                people.Add(null);
            if (people.Count > AuditSearch.MostPeople)
            {
                ModelState.AddModelError("nguoi", $"{Vi.Number(people.Count)} người có tên như vậy; nhập đủ họ và tên");
                return null;
            }
        }
        // Days are compared as instants of the column's own kind.
        return new AuditFilter(people, Subject, SubjectKey, Act, From is { } first ? OfficeTime.ToUtc(first, TimeOnly.MinValue) : null,
            To is { } last && last < DateOnly.MaxValue ? OfficeTime.ToUtc(last.AddDays(1), TimeOnly.MinValue) : null);
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        var (_, organization) = await snapshots.ReadAsync(db, cancel);
        Acts = await search.ActsAsync(cancel);
        if (await FilterAsync(cancel) is not { } filter)
            return;
        var entries = await search.NewestAsync(filter, PageSize + 1, Before, cancel);
        More = entries.Count > PageSize;
        Rows = await AuditWords.ReadAsync(db, organization, [.. entries.Take(PageSize)], cancel);
    }
}
