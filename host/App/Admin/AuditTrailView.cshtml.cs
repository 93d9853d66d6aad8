using System.ComponentModel.DataAnnotations;
using System.Globalization;
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

/// <summary>The audit trail, newest first. It grows without end: pages go by number, never by counting from the start.</summary>
[Authorize(Policies.Administer)]
internal sealed class AuditTrailPage(PlatformDb db, Snapshots snapshots, AuditChain chain) : PageModel
{
    public const int PageSize = 50;

    /// <summary>An act is searched in its words, without an index: so far back when no other filter narrows it.</summary>
    public const int DaysBack = 90;

    private static readonly TimeSpan LongestCheck = TimeSpan.FromSeconds(60);

    [BindProperty(SupportsGet = true, Name = "nguoi"), StringLength(100)]
    public string? Who { get; set; }

    [BindProperty(SupportsGet = true, Name = "loai"), StringLength(60)]
    public string? Subject { get; set; }

    [BindProperty(SupportsGet = true, Name = "khoa"), StringLength(120)]
    public string? SubjectKey { get; set; }

    [BindProperty(SupportsGet = true, Name = "viec"), StringLength(100)]
    public string? Act { get; set; }

    [BindProperty(SupportsGet = true, Name = "tu"), Display(Name = "Từ ngày")]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true, Name = "den"), Display(Name = "Đến hết ngày")]
    public DateOnly? To { get; set; }

    /// <summary>Only entries before this number.</summary>
    [BindProperty(SupportsGet = true, Name = "truoc")]
    public long? Before { get; set; }

    public OrganizationOn Organization { get; private set; } = null!;
    public List<(AuditEntry Entry, IReadOnlyList<AuditChange> Changes)> Rows { get; private set; } = [];
    public bool More { get; private set; }
    public bool Narrowed { get; private set; }
    public AuditVerification? Verification { get; private set; }
    public bool CheckTooLong { get; private set; }
    public bool Filtered => Who is not null || Subject is not null || SubjectKey is not null || Act is not null || From is not null || To is not null;

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

    /// <summary>The same list, from the next older entry on.</summary>
    public string Older()
    {
        var query = Request.Query.Where(x => x.Key is not ("truoc" or "handler")).SelectMany(x => x.Value, (x, value) => $"{Uri.EscapeDataString(x.Key)}={Uri.EscapeDataString(value ?? "")}");
        return "/quan-tri/nhat-ky?" + string.Join('&', query.Append($"truoc={Rows[^1].Entry.Id.ToString(CultureInfo.InvariantCulture)}"));
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        (_, Organization) = await snapshots.ReadAsync(db, cancel);
        var entries = db.AuditEntries.AsNoTracking();
        var from = From;
        if (!string.IsNullOrWhiteSpace(Who))
        {
            var folded = Vi.Fold(Who);
            int?[] people = [.. (await db.People.AsNoTracking().Select(x => new { x.Id, x.FullName }).ToListAsync(cancel))
                .Where(x => Vi.Fold(x.FullName).Contains(folded, StringComparison.Ordinal)).Select(x => (int?)x.Id)];
            var system = Vi.Fold(new Acting().Name).Contains(folded, StringComparison.Ordinal);
            entries = entries.Where(x => people.Contains(x.PersonId) || system && x.PersonId == null);
        }
        if (!string.IsNullOrWhiteSpace(Subject))
            entries = entries.Where(x => x.Subject == Subject);
        if (!string.IsNullOrWhiteSpace(SubjectKey))
            entries = entries.Where(x => x.SubjectKey == SubjectKey);
        if (!string.IsNullOrWhiteSpace(Act))
        {
            entries = entries.Where(x => x.Act.Contains(Act));
            if (from is null && SubjectKey is null)
                (from, Narrowed) = (Organization.Day.AddDays(-DaysBack), true);
        }
        // Days are compared as instants of the column's own kind.
        if (from is { } first)
        {
            var since = OfficeTime.ToUtc(first, TimeOnly.MinValue);
            entries = entries.Where(x => x.At >= since);
        }
        if (To is { } last && last < DateOnly.MaxValue)
        {
            var until = OfficeTime.ToUtc(last.AddDays(1), TimeOnly.MinValue);
            entries = entries.Where(x => x.At < until);
        }
        if (Before is { } before)
            entries = entries.Where(x => x.Id < before);
        var rows = await entries.OrderByDescending(x => x.Id).Take(PageSize + 1).ToListAsync(cancel);
        More = rows.Count > PageSize;
        rows = [.. rows.Take(PageSize)];
        // What a confidential duty says, and what hangs on it, is read by its officer and the chairman, not by who administers the machine.
        List<long> duties = [.. rows.Select(x => x.DutyId).OfType<long>().Distinct()];
        var confidential = duties.Count == 0 ? [] : (await db.Duties.AsNoTracking().Where(x => x.Confidential && duties.Contains(x.Id)).Select(x => x.Id).ToListAsync(cancel)).ToHashSet();
        Rows = [.. rows.Select(x => (x, AuditWords.Changes(x, Organization, x.DutyId is { } duty && confidential.Contains(duty))))];
    }
}
