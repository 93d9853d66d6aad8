using BacSon.Kernel.Calendar;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Reminders;

namespace BacSon.App.Demo;

/// <summary>The mails of the past twenty working days, as the morning job wrote them and the delivery took them.</summary>
internal sealed partial class DemoCommune
{
    /// <summary>The last working days on which the office was reminded.</summary>
    private const int Reminded = 20;

    // Today's digest is left to the job: it is due at seven, or has just been missed and is made up for.
    private void PutReminders()
    {
        for (var i = -Reminded; i < 0; i++)
            At(Wd(i).ToDateTime(new TimeOnly(7, 0)), RemindAsync);
    }

    private async Task RemindAsync()
    {
        BySystem();
        var began = _clock.GetUtcNow().UtcDateTime;
        var (people, reminders) = await _services.GetRequiredService<ReminderSweep>().RunAsync(_cancel);
        _db.ChangeTracker.Clear();
        _clock.Set(_clock.OfficeNow().AddMinutes(1));
        var queue = _services.GetRequiredService<MailQueue>();
        var mails = await queue.ClaimAsync(500, _cancel);
        await queue.RecordAsync([.. mails.Select(x => new MailResult(x, MailOutcome.Sent, "250 2.0.0 OK"))]);
        _db.JobRuns.Add(Run("reminders.send", began, $"{people} người, {reminders} lượt nhắc", people));
        _db.JobRuns.Add(Run("mail.deliver", _clock.GetUtcNow().UtcDateTime, $"{mails.Count} thư đã gửi", mails.Count));
        await _db.SaveChangesAsync(_cancel);
    }

    private static JobRun Run(string job, DateTime began, string summary, int count) => new()
    {
        JobId = job, StartedAt = began, FinishedAt = began.AddSeconds(2), Outcome = JobOutcome.Succeeded, Summary = summary, Count = count, Host = "may-chu-mau",
    };
}
