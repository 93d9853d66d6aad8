using BacSon.Kernel.Jobs;
using BacSon.App.OwnAccount;
using BacSon.App.SignIn;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Evidence;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Documents;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App;

/// <summary>A due date and why it is that day. Dates are office dates (Asia/Ho_Chi_Minh), ISO 8601.</summary>
internal sealed record DueDateAnswer(DateOnly From, int Amount, string Unit, DateOnly DueDate, string Weekday, IReadOnlyList<string> Explanation, bool RestsOnExpectedDays, IReadOnlyList<DueDateDay> Days);

internal sealed record DueDateDay(DateOnly Date, string Label, int? Ordinal);

/// <summary>A job that runs by itself. <paramref name="Next"/> are its next five runs with their offset (Asia/Ho_Chi_Minh); none while it is switched off.</summary>
internal sealed record ScheduleAnswer(string Id, string Title, string Cron, string OffDays, string Words, string Default, bool Enabled, IReadOnlyList<DateTimeOffset> Next);

/// <summary>A value of a query that cannot be used.</summary>
internal sealed record ApiProblem(string Field, string Message);

/// <summary>Everything that is not a page. Each endpoint names its policy or allows anyone.</summary>
internal static class Endpoints
{
    public static void MapPlatformEndpoints(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") }).AllowAnonymous();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapGet("/api/v1/due-date", DueDateAsync).AllowAnonymous().RequireRateLimiting(RateLimits.Public)
            .WithSummary("Counts a legal term on the working calendar and explains the result day by day.")
            .Produces<DueDateAnswer>().Produces<ApiProblem>(StatusCodes.Status400BadRequest);
        app.MapGet("/api/v1/schedules", SchedulesAsync).RequireAuthorization(Policies.Administer).WithSummary("The jobs that run by themselves, for administrators.").Produces<IReadOnlyList<ScheduleAnswer>>();
        app.MapGet(StartPages.Door, async (CurrentViewer current) => Results.LocalRedirect(StartPages.Of(await current.RequireAsync()))).RequireAuthorization(Policies.Staff).ExcludeFromDescription();
        app.MapGet("/lich/{secret}.ics", CalendarAsync).AllowAnonymous().RequireRateLimiting(RateLimits.Public).ExcludeFromDescription();
        app.MapGet("/lich-cong-tac.ics", async (PlatformDb db, Snapshots snapshots, Kernel.LeaderWeek.WeekBook book, SiteAddress site, CancellationToken cancel) =>
            Results.Text(await Portal.LeaderWeekFile.WriteAsync(db, snapshots, book, site, cancel), CalendarFile.Type)).AllowAnonymous().RequireRateLimiting(RateLimits.Public).ExcludeFromDescription();
        app.MapGet("/quan-tri/nhat-ky/moc", (StoragePaths storage) => File.Exists(storage.AuditAnchors)
            ? Results.File(storage.AuditAnchors, "text/plain; charset=utf-8", "moc-niem-phong-nhat-ky.txt") : Results.NotFound()).RequireAuthorization(Policies.Administer).ExcludeFromDescription();
        app.MapGet("/van-ban/{id:long}/tep/{file:long}", DocumentFileAsync).RequireAuthorization(Policies.Staff).ExcludeFromDescription();
        app.MapGet("/viec/{id:long}/quet/{scan:long}/trang/{page:long}", ScanPageAsync).RequireAuthorization(Policies.Staff).ExcludeFromDescription();
        app.MapGet("/viec/{id:long}/tep/{file:long}", EvidenceAsync).RequireAuthorization(Policies.Staff).ExcludeFromDescription();
    }

    private static async Task<IResult> DueDateAsync(string? from, string? amount, string? unit, PlatformDb db, Snapshots snapshots)
    {
        if (!DueDateQuery.TryRead(from, amount, unit, out var query, out var field, out var message))
            return Results.BadRequest(new ApiProblem(field, message));
        var (calendar, _) = await snapshots.ReadAsync(db);
        var deadline = query.Explain(calendar, db.Clock.OfficeToday());
        return Results.Ok(new DueDateAnswer(query.From, query.Amount, query.UnitName, deadline.Due!.Value, Vi.Weekday(deadline.Due.Value), deadline.Sentences,
            deadline.RestsOnExpectedDays, [.. deadline.Days.Select(x => new DueDateDay(x.Date, x.Label, x.Ordinal))]));
    }

    private static async Task<IResult> SchedulesAsync(ScheduleBook book, PlatformDb db, Snapshots snapshots, CancellationToken cancel)
    {
        var (calendar, _) = await snapshots.ReadAsync(db, cancel);
        var now = db.Clock.GetUtcNow().UtcDateTime;
        return Results.Ok((await book.ReadAsync(cancel)).Select(x => new ScheduleAnswer(x.Spec.Id, x.Spec.Title, x.Times.Cron, x.Times.OffDays.ToString(), CronWords.Read(x.Times), x.Spec.Default.Cron, x.Enabled,
            x.Enabled ? [.. ScheduleClock.After(x.Times, calendar, now).Where(time => time.Runs).Take(5).Select(time => new DateTimeOffset(time.At, OfficeTime.Zone.GetUtcOffset(time.At)))] : [])));
    }

    // Whoever knows the secret reads; a wrong one, a revoked one and that of someone who may not sign in any more answer alike.
    private static async Task<IResult> CalendarAsync(string secret, HttpContext http, WishBook book, CalendarFile file, PlatformDb db, Snapshots snapshots, CancellationToken cancel)
    {
        if (await book.ReadAddressAsync(secret, cancel) is not { } personId)
            return Results.NotFound();
        var (_, organization) = await snapshots.ReadAsync(db, cancel);
        if (organization.Person(personId) is not { Active: true } person || await db.Users.AsNoTracking().FirstOrDefaultAsync(x => x.PersonId == personId, cancel) is not { } account
            || Admin.Accounts.IsLockedForGood(account, db.Clock.GetUtcNow()))
            return Results.NotFound();
        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        return Results.Text(await file.WriteAsync(new Viewer(organization, person), cancel), CalendarFile.Type);
    }

    private static async Task<IResult> DocumentFileAsync(long id, long file, PlatformDb db, DocumentBook book, FileStore files, CurrentViewer current, CancellationToken cancel)
    {
        var viewer = await current.RequireAsync();
        if (!await book.Visible(viewer).AnyAsync(x => x.Id == id, cancel) || await db.DocumentFiles.AsNoTracking().FirstOrDefaultAsync(x => x.Id == file && x.DocumentId == id, cancel) is not { } kept)
            return Results.NotFound();
        return Results.File(files.Open(kept.Sha256), kept.ContentType, kept.FileName);
    }

    // A page of a scan under way, for who is scanning it only.
    private static async Task<IResult> ScanPageAsync(long id, long scan, long page, Kernel.Scans.ScanBook book, CurrentViewer current, CancellationToken cancel)
    {
        try
        {
            return Results.Bytes(book.Preview(await book.ReadAsync(id, scan, await current.RequireAsync(), cancel), page), "image/jpeg");
        }
        catch (Refusal)
        {
            return Results.NotFound();
        }
    }

    // The original for who works on the duty; it is sent as a download, never shown as a page of ours.
    private static async Task<IResult> EvidenceAsync(long id, long file, PlatformDb db, DutyLedger ledger, EvidenceStore store, CurrentViewer current)
    {
        var viewer = await current.RequireAsync();
        if (viewer.OnlyObserves)
            return Results.NotFound();
        try
        {
            await ledger.ReadAsync(id, viewer);
        }
        catch (Refusal)
        {
            return Results.NotFound();
        }
        if (await db.Evidence.AsNoTracking().FirstOrDefaultAsync(x => x.Id == file && x.DutyId == id) is not { } evidence)
            return Results.NotFound();
        var (content, type) = store.Open(evidence, publicCopy: false);
        return Results.File(content, type, evidence.FileName);
    }
}

/// <summary>The question «when is it due?» as the API, the page and the verb ask it.</summary>
internal sealed record DueDateQuery(DateOnly From, int Amount, TermUnit Unit)
{
    /// <summary>The units by the names that the verb and the API use.</summary>
    public static readonly IReadOnlyDictionary<string, TermUnit> Units = new Dictionary<string, TermUnit>
    {
        ["working-day"] = TermUnit.WorkingDay,
        ["calendar-day"] = TermUnit.CalendarDay,
        ["month"] = TermUnit.Month,
        ["year"] = TermUnit.Year,
    };

    public string UnitName => Units.First(x => x.Value == Unit).Key;

    /// <summary>Reads and bounds what was typed; on failure names the field and says why in Vietnamese.</summary>
    public static bool TryRead(string? from, string? amount, string? unit, out DueDateQuery query, out string field, out string message)
    {
        query = new DueDateQuery(default, 0, default);
        field = message = "";
        if (string.IsNullOrWhiteSpace(from))
            (field, message) = ("from", "Chưa nhập ngày bắt đầu tính");
        else if (!DateOnly.TryParseExact(from.Trim(), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var date) && !Typed.TryDate(from, out date))
            (field, message) = ("from", "Ngày không đúng. Nhập theo dạng ngày/tháng/năm, ví dụ 02/12/2026");
        else if (date.Year is < 2000 or > 2100)
            (field, message) = ("from", "Ngày bắt đầu phải trong khoảng năm 2000 đến năm 2100");
        else if (string.IsNullOrWhiteSpace(amount))
            (field, message) = ("amount", "Chưa nhập thời hạn");
        else if (!int.TryParse(amount.Trim(), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var count) || Math.Abs((long)count) > 3660)
            (field, message) = ("amount", "Thời hạn phải là số nguyên từ -3660 đến 3660");
        else if (unit is null || !Units.TryGetValue(unit.Trim().ToLowerInvariant(), out var known))
            (field, message) = ("unit", "Đơn vị tính phải là working-day, calendar-day, month hoặc year");
        else if (known == TermUnit.Year && Math.Abs(count) > 50 || known == TermUnit.Month && Math.Abs(count) > 600)
            (field, message) = ("amount", "Thời hạn dài quá 50 năm");
        else
            query = new DueDateQuery(date, count, known);
        return field == "";
    }

    /// <summary>Counts on for a positive amount, back for a negative one.</summary>
    public Deadline Explain(WorkingCalendar calendar, DateOnly today) =>
        LegalClock.Explain(calendar, From, new Term(Math.Abs(Amount), Unit, Amount < 0 ? TermKind.AtLeastBefore : TermKind.NoLaterThan), today: today);
}
