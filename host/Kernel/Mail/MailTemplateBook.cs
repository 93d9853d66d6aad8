using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reminders;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Mail;

/// <summary>A kind of mail as it is worded today: what its code declares and what an administrator set over it.</summary>
public sealed record MailTemplatePlan(MailTemplate Template, MailTemplateText? Own)
{
    /// <summary>Why what was set is not used: a release took away a place that it names, or asks for a new one.</summary>
    public Refusal? Unusable { get; } = Own?.Wording is { } own ? Template.Fault(own) : null;

    /// <summary>What was set, as long as it can be used; else the code's own: a mail is never without its link.</summary>
    public MailWording Wording => Own?.Wording is { } own && Unusable is null ? own : Template.Default;

    public bool Differs => Own?.Wording is not null;

    /// <summary>The code's own wording on the day of the change, where it has become another since; else null.</summary>
    public MailWording? DefaultThen => Differs && Own!.DefaultThen != MailTemplateBook.Joined(Template.Default) && Own.DefaultThen.Split(MailTemplateBook.Joint) is [var subject, var opening, var closing]
        ? new MailWording(subject, opening, closing) : null;

    public Guid Version => Own?.Version ?? Guid.Empty;
}

/// <summary>
/// How mails are worded. What an administrator sets is kept beside what the code declares, with a line of history for each
/// change; a release that changes a default changes nothing that was set. Throws <see cref="Refusal"/> in words.
/// </summary>
public sealed class MailTemplateBook(PlatformDb db, Snapshots snapshots, SiteAddress site, IEnumerable<MailTemplate> templates)
{
    internal const char Joint = '\u001f';

    internal static string Joined(MailWording wording) => string.Join(Joint, wording.Subject, wording.Opening, wording.Closing);

    public async Task<IReadOnlyList<MailTemplatePlan>> ReadAsync(CancellationToken cancel = default)
    {
        var own = await db.MailTemplates.AsNoTracking().ToDictionaryAsync(x => x.Key, cancel);
        return [.. templates.Select(x => new MailTemplatePlan(x, own.GetValueOrDefault(x.Key)))];
    }

    /// <summary>One of them, or null when no mail is named so.</summary>
    public async Task<MailTemplatePlan?> FindAsync(string? key, CancellationToken cancel = default) => templates.FirstOrDefault(x => x.Key == key) is { } template
        ? new MailTemplatePlan(template, await db.MailTemplates.AsNoTracking().FirstOrDefaultAsync(x => x.Key == template.Key, cancel)) : null;

    /// <summary>The wording in use.</summary>
    public async Task<MailWording> WordingAsync(MailTemplate template, CancellationToken cancel = default) => (await FindAsync(template.Key, cancel))?.Wording ?? template.Default;

    /// <summary>What changed in a wording, newest first.</summary>
    public Task<List<MailTemplateChange>> HistoryAsync(string key, CancellationToken cancel = default) =>
        db.MailTemplateChanges.AsNoTracking().Where(x => x.Key == key).OrderByDescending(x => x.Id).Take(50).ToListAsync(cancel);

    /// <summary>A mail about nobody in this wording, as its reader would get it. Throws <see cref="Refusal"/> for a wording that cannot be used.</summary>
    public async Task<ComposedMail> SampleAsync(MailTemplate template, MailWording wording, CancellationToken cancel = default)
    {
        wording = Tidy(wording);
        if (template.Fault(wording) is { } fault)
            throw fault;
        var (calendar, organization) = await snapshots.ReadAsync(db, cancel);
        return template.Sample(wording, new MailSample(organization.Settings, site.Url, calendar, organization.Day, db.Clock.GetUtcNow().UtcDateTime));
    }

    public async Task SetAsync(string? key, MailWording wording, string? reason, Guid? version, Viewer by, CancellationToken cancel = default)
    {
        var plan = await ReadAsync(key, version, by, cancel);
        wording = Tidy(wording);
        if (plan.Template.Fault(wording) is { } fault)
            throw fault;
        if (wording == plan.Wording && plan.Unusable is null)
            throw new Refusal("Mẫu này đang dùng, không có gì thay đổi", "Subject");
        await SaveAsync(plan, wording, reason, "Đổi mẫu thư", cancel);
    }

    public async Task ResetAsync(string? key, string? reason, Guid? version, Viewer by, CancellationToken cancel = default)
    {
        var plan = await ReadAsync(key, version, by, cancel);
        if (!plan.Differs)
            throw new Refusal("Thư này đang theo mẫu mặc định");
        await SaveAsync(plan, plan.Template.Default, reason, "Về mẫu thư mặc định", cancel);
    }

    /// <summary>Goes back to what stood after a line of the history.</summary>
    public async Task ReturnAsync(string? key, long changeId, Guid? version, Viewer by, CancellationToken cancel = default)
    {
        var plan = await ReadAsync(key, version, by, cancel);
        var change = await db.MailTemplateChanges.AsNoTracking().FirstOrDefaultAsync(x => x.Id == changeId && x.Key == plan.Template.Key, cancel) ?? throw new Refusal("Không tìm thấy lần đổi mẫu này");
        var wording = new MailWording(change.Subject, change.Opening, change.Closing);
        // The places of the code may have changed since.
        if (plan.Template.Fault(wording) is { } fault)
            throw new Refusal($"Mẫu cũ không dùng lại được. {fault.Message}");
        if (wording == plan.Wording)
            throw new Refusal("Mẫu này đang dùng, không có gì thay đổi");
        await SaveAsync(plan, wording, $"Trở lại mẫu {Vi.LowerFirst(Vi.Moment(change.At.ToOffice()))}", "Trở lại mẫu thư trước", cancel);
    }

    private static MailWording Tidy(MailWording given) => new(Vi.Normalize(given.Subject), Vi.NormalizeLines(given.Opening), Vi.NormalizeLines(given.Closing));

    private async Task<MailTemplatePlan> ReadAsync(string? key, Guid? version, Viewer by, CancellationToken cancel)
    {
        if (!by.IsAdministrator)
            throw new NotAllowed();
        var plan = await FindAsync(key, cancel) ?? throw new Refusal("Không có mẫu thư nào có mã này");
        return version != plan.Version ? throw new EditConflict() : plan;
    }

    private async Task SaveAsync(MailTemplatePlan plan, MailWording wording, string? reason, string act, CancellationToken cancel)
    {
        reason = DutyLedger.Required(reason, "Chưa nhập lý do", "Reason", 500);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var key = plan.Template.Key;
        var own = await db.MailTemplates.FirstOrDefaultAsync(x => x.Key == key, cancel);
        if ((own?.Version ?? Guid.Empty) != plan.Version)
            throw new EditConflict();
        if (own is null)
            db.MailTemplates.Add(own = new MailTemplateText { Key = key, DefaultThen = "" });
        // What says the same as the code follows the code from now on.
        var toDefault = wording == plan.Template.Default;
        (own.Subject, own.Opening, own.Closing) = toDefault ? (null, null, null) : (wording.Subject, wording.Opening, wording.Closing);
        own.DefaultThen = Joined(plan.Template.Default);
        db.MailTemplateChanges.Add(new MailTemplateChange
        {
            Key = key,
            At = db.Clock.GetUtcNow().UtcDateTime,
            PersonId = db.Acting.PersonId,
            By = db.Acting.Name,
            Subject = wording.Subject,
            Opening = wording.Opening,
            Closing = wording.Closing,
            ToDefault = toDefault,
            Reason = reason,
        });
        db.Act = act;
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException problem) when (problem is not DbUpdateConcurrencyException)
        {
            // Two set the first wording of a mail in the same moment: the key takes one.
            throw new EditConflict();
        }
        await transaction.CommitAsync(cancel);
    }
}
