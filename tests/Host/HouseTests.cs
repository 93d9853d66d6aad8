using System.Net;
using System.Reflection;
using BacSon.App;
using BacSon.Kernel;
using BacSon.Kernel.Jobs;
using Hangfire.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using BacSon.Tests.Support;

namespace BacSon.Host.Tests;

public sealed class HouseTests(PlatformHost host) : IClassFixture<PlatformHost>
{
    /// <summary>Who may come without an account, and why.</summary>
    private static readonly Dictionary<string, string> Public = new()
    {
        [""] = "the citizens' portal",
        ["tinh-thoi-han"] = "anyone may count a term",
        ["api/v1/due-date"] = "the same for programs",
        ["dang-nhap"] = "the door",
        ["lich-cong-tac"] = "the leaders' week is for everyone, as far as it was published",
        ["lich-cong-tac.ics"] = "the same for calendar programs",
        ["lich/{secret}.ics"] = "a calendar program cannot sign in: who knows the secret reads the dates of the one who made it",
        ["mot-viec/{secret}"] = "a village head has no account: who knows the secret reports on the one task it was made for",
        ["dang-nhap/ma"] = "its second half, after the password",
        ["quen-mat-khau"] = "who forgot cannot sign in to say so",
        ["dat-lai-mat-khau"] = "where the mailed link leads",
        ["loi/{code:int}"] = "what anyone reads when the answer is not a page",
        ["khong-co-quyen"] = "the refusal itself",
        ["health/live"] = "asked by the machine that watches",
        ["health/ready"] = "asked by the machine that watches",
        ["openapi/{documentName}.json"] = "describes the public interface",
        ["{*path:nonfile}"] = "an unknown address is not found, for anyone",
    };

    private IEnumerable<RouteEndpoint> Routes => host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    [Fact]
    public void Eight_modules_stand_one_for_each_content_of_PAPI()
    {
        Assert.Equal(8, Modules.All.Count);
        Assert.Equal(PapiAreas.Eight, Modules.All.Select(x => x.Area).Order());
    }

    [Fact]
    public void A_module_shows_only_its_module_class_and_knows_only_the_kernel()
    {
        foreach (var assembly in Modules.All.Select(x => x.GetType().Assembly))
        {
            Assert.Equal([Modules.All.Single(x => x.GetType().Assembly == assembly).GetType()],
                assembly.GetExportedTypes().Where(x => !x.Name.StartsWith("Views_", StringComparison.Ordinal)));
            Assert.DoesNotContain(assembly.GetReferencedAssemblies(), x => x.Name!.StartsWith("BacSon.", StringComparison.Ordinal) && x.Name != "BacSon.Kernel");
        }
    }

    [Fact]
    public void Each_job_has_its_own_id_and_a_schedule_that_can_be_read()
    {
        var jobs = host.Services.GetServices<JobSpec>().ToList();
        Assert.True(jobs.Count >= 4);
        Assert.Equal(jobs.Count, jobs.Select(x => x.Id).Distinct().Count());
        var scheduled = host.Services.GetRequiredService<Hangfire.JobStorage>().GetConnection().GetRecurringJobs();
        Assert.Equal(jobs.Where(x => x.On).Select(x => x.Id).Order(), scheduled.Select(x => x.Id).Order());
        Assert.All(scheduled, job => Assert.True(job is { NextExecution: not null, Error: null }, $"{job.Id}: {job.Cron} {job.Error}"));
        Assert.All(scheduled, job => Assert.Equal("Asia/Ho_Chi_Minh", job.TimeZoneId));
        Assert.All(jobs, job => Assert.True(typeof(IJob).IsAssignableFrom(job.Type)));
    }

    [Fact]
    public void Each_page_and_endpoint_names_a_policy_or_stands_on_the_public_list()
    {
        Assert.True(Routes.Count() > 15);
        foreach (var route in Routes)
        {
            var pattern = route.RoutePattern.RawText!.TrimStart('/');
            var anonymous = route.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            var policies = route.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(x => x.Policy).ToList();
            if (anonymous)
                Assert.True(Public.ContainsKey(pattern), $"«{pattern}» lets anyone in and is not on the public list.");
            else
                Assert.True(policies.Any(x => Kernel.Organization.Policies.All.Contains(x)) || route.Metadata.OfType<AuthorizationPolicy>().Any(), $"«{pattern}» names no policy.");
        }
    }

    [Fact]
    public async Task Without_signing_in_nothing_but_the_public_list_answers()
    {
        await host.CommuneAsync();
        var browser = host.Browser();
        foreach (var route in Routes.Where(x => x.Metadata.GetMetadata<IAllowAnonymous>() is null))
        {
            var pattern = route.RoutePattern.RawText!.TrimStart('/');
            if (pattern.Contains('*', StringComparison.Ordinal))
                pattern = "jobs";
            var path = "/" + System.Text.RegularExpressions.Regex.Replace(pattern, @"\{[^}]+\}", "1").TrimEnd('/');
            var answer = await browser.GetAsync(path);
            Assert.True(answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed, $"{path}: {(int)answer.StatusCode}");
            if (answer.StatusCode == HttpStatusCode.Redirect)
                Assert.Contains("/dang-nhap", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/dang-nhap")]
    [InlineData("/khong-co-trang-nay")]
    [InlineData("/ui/base.css")]
    [InlineData("/jobs")]
    [InlineData("/api/v1/due-date")]
    public async Task Every_answer_carries_the_strict_headers(string path)
    {
        var answer = await host.Browser().GetAsync(path);
        Assert.Contains("default-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
    }

    [Fact]
    public async Task Every_style_sheet_and_script_that_a_page_names_has_bytes()
    {
        var browser = host.Browser();
        var page = await browser.ReadAsync("/dang-nhap");
        var assets = System.Text.RegularExpressions.Regex.Matches(page, "(?:href|src)=\"(/ui/[^\"]+)\"").Select(x => x.Groups[1].Value).Distinct().ToList();
        Assert.True(assets.Count >= 3);
        foreach (var asset in assets)
            Assert.True((await (await browser.GetAsync(asset)).Content.ReadAsByteArrayAsync()).Length > 100, asset);
    }

    [Fact]
    public async Task Both_migration_sets_hold_the_whole_model_and_are_equal()
    {
        await host.InScopeAsync(services =>
        {
            Assert.False(services.GetRequiredService<PlatformDb>().Database.HasPendingModelChanges());
            return Task.CompletedTask;
        });
        using var server = new DesignTimeSqlServer().CreateDbContext([]);
        Assert.False(server.Database.HasPendingModelChanges());
        using var sqlite = new DesignTimeSqlite().CreateDbContext([]);
        static IEnumerable<string> Names(DbContext db) => db.Database.GetMigrations().Select(x => x[(x.IndexOf('_', StringComparison.Ordinal) + 1)..]);
        Assert.Equal(Names(sqlite), Names(server));
        static IEnumerable<string> Columns(DbContext db) => db.Model.GetEntityTypes().SelectMany(type => type.GetProperties().Select(x => $"{type.ClrType.Name}.{x.Name}")).Order();
        Assert.Equal(Columns(sqlite), Columns(server));
    }

    [Fact]
    public async Task The_embedded_database_s_model_kept_as_code_is_the_one_that_the_code_says()
    {
        await host.InScopeAsync(services =>
        {
            var db = services.GetRequiredService<PlatformDb>();
            var built = db.GetService<IDesignTimeModel>().Model;
            Assert.NotSame(built, db.Model);
            Assert.Equal(built.GetRelationalModel().ToDebugString(MetadataDebugStringOptions.SingleLineDefault), db.Model.GetRelationalModel().ToDebugString(MetadataDebugStringOptions.SingleLineDefault));
            Assert.Equal(Said(built), Said(db.Model));
            return Task.CompletedTask;
        });

        static IEnumerable<string> Said(IModel model) =>
            from type in model.GetEntityTypes()
            from property in type.GetProperties()
            orderby type.Name, property.Name
            select $"{type.Name}.{property.Name} {property.ClrType} {property.IsConcurrencyToken} {property.ValueGenerated} {property.GetMaxLength()} {property.GetValueConverter()?.GetType()}";
    }

    [Fact]
    public void The_SQL_Server_script_parses()
    {
        using var server = new DesignTimeSqlServer().CreateDbContext([]);
        var script = server.GetService<IMigrator>().GenerateScript();
        Assert.Contains("CREATE TABLE [Duty]", script, StringComparison.Ordinal);
        new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(script), out var errors);
        Assert.Empty(errors.Select(x => $"{x.Line}: {x.Message}"));
    }

    [Fact]
    public void SQL_of_our_own_stands_only_where_a_reason_is_named()
    {
        var found = new[] { "host", "modules" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !file.Contains("Migrations", StringComparison.Ordinal))
            .Where(file => System.Text.RegularExpressions.Regex.IsMatch(File.ReadAllText(file), @"FromSql|ExecuteSql|SqlQuery|CommandText"))
            .Select(file => Path.GetFileName(file)).Order().ToList();
        // Databases: the pragmas of the embedded database have no other way in.
        // SearchIndex: the words of a duty, whose tracked rows were most of the cost of opening it.
        // ReminderSweep: thousands of reminders of a morning in few statements; the next test holds what it may say.
        // BackupDrill, BackupFile: whether a copy of the embedded database is sound is asked by pragma only, with nothing put in from outside.
        Assert.Equal(["BackupDrill.cs", "BackupFile.cs", "Databases.cs", "ReminderSweep.cs", "SearchIndex.cs"], found);
    }

    [Fact]
    public void The_reminders_statement_parses_for_SQL_Server_and_names_its_own_table_and_columns_only()
    {
        var key = new Kernel.Reminders.ReminderSweep.Key(7, 0, 3, Kernel.Reminders.ReminderReason.Share, new DateOnly(2026, 11, 25), -3);
        var sql = Kernel.Reminders.ReminderSweep.Insert([(key, 11), (key with { DutyId = 8 }, 12)], new DateOnly(2026, 11, 25));
        var parsed = (TSqlScript)new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
        Assert.Empty(errors.Select(x => $"{x.Line}: {x.Message}"));
        var insert = Assert.IsType<InsertStatement>(Assert.Single(Assert.Single(parsed.Batches).Statements)).InsertSpecification;
        Assert.Equal("Reminder", Assert.IsType<NamedTableReference>(insert.Target).SchemaObject.BaseIdentifier.Value);
        using var server = new DesignTimeSqlServer().CreateDbContext([]);
        var columns = server.Model.FindEntityType(typeof(Kernel.Reminders.Reminder))!.GetProperties().Where(x => x.Name != "Id").Select(x => x.GetColumnName()).Order();
        Assert.Equal(columns, insert.Columns.Select(x => x.MultiPartIdentifier.Identifiers[0].Value).Order());
        Assert.Equal(2, Assert.IsType<ValuesInsertSource>(insert.InsertSource).RowValues.Count);
    }
}
