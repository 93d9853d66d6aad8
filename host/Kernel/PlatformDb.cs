using BacSon.Kernel.Audit;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Documents;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Evidence;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.LeaderWeek;
using BacSon.Kernel.Links;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Meetings;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Papers;
using BacSon.Kernel.Plans;
using BacSon.Kernel.Reminders;
using BacSon.Kernel.Reports;
using BacSon.Kernel.Scans;
using BacSon.Kernel.Search;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace BacSon.Kernel;

/// <summary>A record that two people may edit at once: its version is set on every save and checked against what was read.</summary>
public interface IVersioned
{
    /// <summary>Set by <see cref="PlatformDb"/>; a form carries it back.</summary>
    Guid Version { get; set; }
}

/// <summary>Small data read by every request and kept in memory: a change raises the version that the memory is keyed by.</summary>
public interface IReferenceData;

/// <summary>A counter raised in the transaction of each change that makes kept copies stale.</summary>
public sealed class DataVersion
{
    public required string Name { get; init; }
    public long Value { get; set; }

    internal const string Reference = "reference";
}

/// <summary>Who acts, for the audit trail. One per scope; jobs and verbs act as the system.</summary>
public sealed class Acting
{
    /// <summary>The person signed in, or null when the system acts by itself.</summary>
    public int? PersonId { get; set; }

    /// <summary>The name written into the audit trail, kept even if the person is renamed later.</summary>
    public string Name { get; set; } = "Hệ thống";

    /// <summary>From where, for the audit trail: the network address of the browser, or the machine that a verb or job runs on; null where nobody knows.</summary>
    public string? Origin { get; set; }
}

/// <summary>The commune's one database. Each module adds its own tables; a module's record and its duty are saved together.</summary>
public abstract class PlatformDb(DbContextOptions options, IEnumerable<IModule> modules, TimeProvider clock, Acting acting)
    : IdentityUserContext<Account, int>(options), IDataProtectionKeyContext
{
    private readonly IModule[] _modules = [.. modules];

    /// <summary>The clock of the scope: the simulation of the sample commune turns it.</summary>
    public TimeProvider Clock { get; } = clock;

    /// <summary>Who acts in this scope.</summary>
    public Acting Acting { get; } = acting;

    /// <summary>The act that the next save carries out, in the words of the glossary; cleared by the save.</summary>
    public string? Act { get; set; }

    /// <summary>What <see cref="Snapshots"/> read inside this context's transaction.</summary>
    internal object? Kept { get; set; }

    public DbSet<CalendarDay> CalendarDays => Set<CalendarDay>();
    public DbSet<CalendarYear> CalendarYears => Set<CalendarYear>();
    public DbSet<Unit> Units => Set<Unit>();
    public DbSet<FormerUnitName> FormerUnitNames => Set<FormerUnitName>();
    public DbSet<Person> People => Set<Person>();
    public DbSet<Position> Positions => Set<Position>();
    public DbSet<RoleGrant> RoleGrants => Set<RoleGrant>();
    public DbSet<LeaderInCharge> LeadersInCharge => Set<LeaderInCharge>();
    public DbSet<Field> Fields => Set<Field>();
    public DbSet<FieldAssignment> FieldAssignments => Set<FieldAssignment>();
    public DbSet<Delegation> Delegations => Set<Delegation>();
    public DbSet<PersonWish> PersonWishes => Set<PersonWish>();
    public DbSet<CalendarAddress> CalendarAddresses => Set<CalendarAddress>();
    public DbSet<Setting> Settings => Set<Setting>();
    public DbSet<CatalogueEntry> Catalogue => Set<CatalogueEntry>();
    public DbSet<CatalogueTerm> CatalogueTerms => Set<CatalogueTerm>();
    public DbSet<CatalogueBasis> CatalogueBases => Set<CatalogueBasis>();
    public DbSet<CatalogueChange> CatalogueChanges => Set<CatalogueChange>();
    public DbSet<LapseNotice> LapseNotices => Set<LapseNotice>();
    public DbSet<Duty> Duties => Set<Duty>();
    public DbSet<DutyShare> DutyShares => Set<DutyShare>();
    public DbSet<DutyPause> DutyPauses => Set<DutyPause>();
    public DbSet<DutyExtension> DutyExtensions => Set<DutyExtension>();
    public DbSet<DutyEvent> DutyEvents => Set<DutyEvent>();
    public DbSet<Document> Documents => Set<Document>();
    public DbSet<DocumentDirection> DocumentDirections => Set<DocumentDirection>();
    public DbSet<DocumentFile> DocumentFiles => Set<DocumentFile>();
    public DbSet<EvidenceFile> Evidence => Set<EvidenceFile>();
    public DbSet<Plan> Plans => Set<Plan>();
    public DbSet<PlanItem> PlanItems => Set<PlanItem>();
    public DbSet<PlanAnswer> PlanAnswers => Set<PlanAnswer>();
    public DbSet<PlanItemUnit> PlanItemUnits => Set<PlanItemUnit>();
    public DbSet<LeaderEvent> LeaderEvents => Set<LeaderEvent>();
    public DbSet<Scan> Scans => Set<Scan>();
    public DbSet<ScanPage> ScanPages => Set<ScanPage>();
    public DbSet<TaskLink> TaskLinks => Set<TaskLink>();
    public DbSet<TaskLinkUse> TaskLinkUses => Set<TaskLinkUse>();
    public DbSet<PublishedWeek> PublishedWeeks => Set<PublishedWeek>();
    public DbSet<Paper> Papers => Set<Paper>();
    public DbSet<ReportKind> ReportKinds => Set<ReportKind>();
    public DbSet<ReportIssue> ReportIssues => Set<ReportIssue>();
    public DbSet<WeeklyMeeting> Meetings => Set<WeeklyMeeting>();
    public DbSet<Reminder> Reminders => Set<Reminder>();
    public DbSet<MailMessage> Mails => Set<MailMessage>();
    public DbSet<MailAttempt> MailAttempts => Set<MailAttempt>();
    public DbSet<MailPause> MailPauses => Set<MailPause>();
    public DbSet<MailTemplateText> MailTemplates => Set<MailTemplateText>();
    public DbSet<MailTemplateChange> MailTemplateChanges => Set<MailTemplateChange>();
    public DbSet<JobRun> JobRuns => Set<JobRun>();
    public DbSet<JobSchedule> JobSchedules => Set<JobSchedule>();
    public DbSet<JobScheduleChange> JobScheduleChanges => Set<JobScheduleChange>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<SearchWord> SearchWords => Set<SearchWord>();
    public DbSet<DataVersion> DataVersions => Set<DataVersion>();
    public DbSet<SignInRecord> SignIns => Set<SignInRecord>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<string>().HaveMaxLength(400);
        conventions.Properties<DateTime>().HaveConversion<UtcConverter>();
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        Account.Map(model);
        CalendarDay.Map(model);
        CalendarYear.Map(model);
        OrganizationTables.Map(model);
        CatalogueEntry.Map(model);
        Document.Map(model);
        Duty.Map(model);
        EvidenceFile.Map(model);
        Plan.Map(model);
        Paper.Map(model);
        LeaderEvent.Map(model);
        TaskLink.Map(model);
        Scan.Map(model);
        ReportKind.Map(model);
        WeeklyMeeting.Map(model);
        Reminder.Map(model);
        MailMessage.Map(model);
        MailPause.Map(model);
        MailTemplateText.Map(model);
        JobRun.Map(model);
        JobSchedule.Map(model);
        AuditEntry.Map(model);
        SearchWord.Map(model);
        model.Entity<DataVersion>(e =>
        {
            e.ToTable("DataVersion");
            e.HasKey(x => x.Name);
            e.Property(x => x.Name).HasMaxLength(40);
        });
        model.Entity<DataProtectionKey>(e =>
        {
            e.ToTable("DataProtectionKey");
            e.Property(x => x.Xml).HasMaxLength(-1);
        });
        foreach (var module in _modules)
            module.Map(model);

        var byAssembly = _modules.ToDictionary(module => module.GetType().Assembly);
        var sqlServer = Database.IsSqlServer();
        foreach (var type in model.Model.GetEntityTypes())
        {
            if (typeof(IVersioned).IsAssignableFrom(type.ClrType))
                type.FindProperty(nameof(IVersioned.Version))!.IsConcurrencyToken = true;
            if (!byAssembly.TryGetValue(type.ClrType.Assembly, out var owner) || type.GetTableName() is not { } table)
                continue;
            if (sqlServer)
                type.SetSchema(owner.Name);
            else
                type.SetTableName($"{owner.Name}_{table}");
        }
    }

    /// <summary>Not for use: writing waits for the disk, so it is always awaited.</summary>
    // Data Protection's key repository knows no other way to save its keys, which are outside the audit.
    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        ChangeTracker.Entries().All(entry => entry.Entity is DataProtectionKey) ? base.SaveChanges(acceptAllChangesOnSuccess) : throw new NotSupportedException("Save with SaveChangesAsync: audit entries are written in the same transaction.");

    /// <summary>
    /// Saves the changes, an audit entry for each of them and the versions they raise, in one transaction.
    /// Throws <see cref="EditConflict"/> when a record was changed by someone else since it was read.
    /// </summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancel = default)
    {
        ChangeTracker.DetectChanges();
        var raisesReference = false;
        foreach (var entry in ChangeTracker.Entries())
        {
            if (entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted))
                continue;
            raisesReference |= entry.Entity is IReferenceData;
            if (entry.Entity is IVersioned versioned && entry.State != EntityState.Deleted)
                versioned.Version = Guid.NewGuid();
        }
        var captured = AuditTrail.Capture(this);
        if (captured.Count == 0 && !raisesReference)
            return await SaveAsync(acceptAllChangesOnSuccess, cancel);

        var own = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancel) : null;
        // The changes have just been detected; what follows is added by hand. Looking again would double the cost of a save.
        var detect = ChangeTracker.AutoDetectChangesEnabled;
        ChangeTracker.AutoDetectChangesEnabled = false;
        await using (own)
        {
            int saved;
            try
            {
                saved = await SaveAsync(acceptAllChangesOnSuccess, cancel);
                AuditTrail.Append(this, captured);
                await SaveAsync(acceptAllChangesOnSuccess, cancel);
            }
            finally
            {
                ChangeTracker.AutoDetectChangesEnabled = detect;
            }
            if (raisesReference)
                await RaiseAsync(DataVersion.Reference, cancel);
            if (own is not null)
                await own.CommitAsync(cancel);
            Act = null;
            return saved;
        }
    }

    /// <summary>Raises a data version inside the current transaction, so that kept copies go stale with the change itself.</summary>
    public async Task RaiseAsync(string name, CancellationToken cancel = default)
    {
        var raised = await DataVersions.Where(x => x.Name == name)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.Value, x => x.Value + 1), cancel);
        if (raised > 0)
            return;
        DataVersions.Add(new DataVersion { Name = name, Value = 1 });
        await SaveAsync(true, cancel);
    }

    private async Task<int> SaveAsync(bool accept, CancellationToken cancel)
    {
        try
        {
            return await base.SaveChangesAsync(accept, cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new EditConflict();
        }
    }

    internal sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        written => written.Kind == DateTimeKind.Local ? written.ToUniversalTime() : written,
        read => DateTime.SpecifyKind(read, DateTimeKind.Utc));
}
