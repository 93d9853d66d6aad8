using BacSon.App;
using BacSon.App.Mail;
using BacSon.Kernel;
using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Reminders;
using BacSon.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace BacSon.Host.Tests;

/// <summary>The queue and its delivery over real SMTP conversations with a server on loopback.</summary>
public sealed class MailDeliveryTests(PlatformHost host) : IClassFixture<PlatformHost>, IAsyncLifetime
{
    private readonly string _pickup = Path.Combine(host.Storage, "pickup-" + Guid.NewGuid().ToString("N"));

    public async ValueTask InitializeAsync()
    {
        host.Clock.GoTo(PlatformHost.Wednesday);
        await host.WithDbAsync(async db =>
        {
            await db.MailAttempts.ExecuteDeleteAsync();
            return await db.Mails.ExecuteDeleteAsync();
        });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Each_mail_is_delivered_once_as_it_was_written()
    {
        await using var server = SmtpSink.Start();
        await EnqueueAsync(30);

        var sent = await DeliverAsync(server);

        var rows = await RowsAsync();
        Assert.Equal(30, sent);
        Assert.Equal(rows.Select(x => x.MessageId).Order(), server.Taken.Select(x => x.Parse().MessageId).Order());
        Assert.All(rows, x => Assert.Equal((MailState.Sent, 1, (DateTime?)host.Clock.Utc), (x.State, x.Attempts, x.SentAt)));
        Assert.All(rows, x => Assert.StartsWith("250 2.0.0 queued as", x.LastAnswer, StringComparison.Ordinal));
        var mail = server.Taken.Single(x => x.To[0] == "nguoi7@bacson.example");
        var message = mail.Parse();
        Assert.Equal("Nhắc việc số 7: 2 nhiệm vụ quá hạn", message.Subject);
        Assert.Equal("Ngô Văn Thành", message.To.Mailboxes.Single().Name);
        Assert.Equal(("UBND xã Bắc Sơn", "nhacviec@bacson.example"), (message.From.Mailboxes.Single().Name, message.From.Mailboxes.Single().Address));
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 8, 30, 0, TimeSpan.FromHours(7)), message.Date);
        var body = Assert.IsType<MultipartAlternative>(message.Body);
        Assert.Equal(["text/plain", "text/html"], body.Select(x => x.ContentType.MimeType));
        Assert.Equal("Chữ thường, đủ dấu.\n", message.TextBody!.ReplaceLineEndings("\n"));
        Assert.Equal("<p>Chữ thường, đủ dấu.</p>\n", message.HtmlBody!.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Few_connections_carry_many_mails()
    {
        await using var server = SmtpSink.Start();
        await EnqueueAsync(250);

        await DeliverAsync(server);

        Assert.Equal(250, server.Taken.Count);
        Assert.InRange(server.Connections, 1, 8);
    }

    [Fact]
    public async Task A_second_run_sends_nothing_again()
    {
        await using var server = SmtpSink.Start();
        await EnqueueAsync(3);

        await DeliverAsync(server);
        Assert.Equal(0, await DeliverAsync(server));

        Assert.Equal(3, server.Taken.Count);
    }

    [Fact]
    public async Task While_the_server_is_down_all_stay_queued_and_its_answer_is_recorded_once()
    {
        await using var server = SmtpSink.Reserved();
        await EnqueueAsync(20);

        await Assert.ThrowsAsync<MailServerDown>(() => DeliverAsync(server));
        await Assert.ThrowsAsync<MailServerDown>(() => DeliverAsync(server));

        Assert.All(await RowsAsync(), x => Assert.Equal((MailState.Queued, 0, (Guid?)null), (x.State, x.Attempts, x.ClaimedBy)));
        var attempt = Assert.Single(await host.WithDbAsync(db => db.MailAttempts.ToListAsync()));
        Assert.Contains($"127.0.0.1:{server.Port}", attempt.Answer, StringComparison.Ordinal);

        server.Listen();
        Assert.Equal(20, await DeliverAsync(server));
        Assert.Equal(20, server.Taken.Count);
    }

    [Fact]
    public async Task A_server_that_asks_for_a_password_we_do_not_have_costs_no_mail_an_attempt()
    {
        await using var server = SmtpSink.Start();
        server.OnSender = () => "530 5.7.0 Authentication required";
        await EnqueueAsync(6);

        var down = await Assert.ThrowsAsync<MailServerDown>(() => DeliverAsync(server));

        Assert.Contains("máy chủ không nhận tên đăng nhập hoặc mật khẩu của hộp thư gửi", down.Message, StringComparison.Ordinal);
        Assert.All(await RowsAsync(), x => Assert.Equal((MailState.Queued, 0, (Guid?)null), (x.State, x.Attempts, x.ClaimedBy)));
    }

    [Fact]
    public async Task A_refused_recipient_fails_for_good_and_the_others_go_on()
    {
        await using var server = SmtpSink.Start();
        server.OnRecipient = to => to == "nguoi3@bacson.example" ? "550 5.1.1 no such mailbox here" : null;
        await EnqueueAsync(8);

        Assert.Equal(7, await DeliverAsync(server));
        host.Clock.Utc += TimeSpan.FromDays(1);
        Assert.Equal(0, await DeliverAsync(server));

        var failed = Assert.Single(await RowsAsync(), x => x.State != MailState.Sent);
        Assert.Equal((MailState.Failed, "nguoi3@bacson.example", "550 5.1.1 no such mailbox here"), (failed.State, failed.ToAddress, failed.LastAnswer));
        Assert.Equal(7, server.Taken.Count);
    }

    [Fact]
    public async Task A_refused_sender_is_our_own_setting_and_fails_no_mail()
    {
        await using var server = SmtpSink.Start();
        server.OnSender = () => "550 sender not allowed";
        await EnqueueAsync(1);

        await DeliverAsync(server);

        Assert.Equal(MailState.Waiting, Assert.Single(await RowsAsync()).State);
    }

    [Fact]
    public async Task A_passing_refusal_waits_longer_each_time_and_is_tried_again()
    {
        await using var server = SmtpSink.Start();
        server.OnRecipient = _ => "450 4.2.1 greylisted";
        await EnqueueAsync(1);

        int[] minutes = [1, 5, 15, 60, 240, 240];
        foreach (var wait in minutes)
        {
            await DeliverAsync(server);
            var waiting = Assert.Single(await RowsAsync());
            Assert.Equal((MailState.Waiting, host.Clock.Utc.AddMinutes(wait), "450 4.2.1 greylisted"), (waiting.State, waiting.NotBefore, waiting.LastAnswer));
            host.Clock.Utc = waiting.NotBefore.AddSeconds(-1);
            await DeliverAsync(server);
            Assert.Equal(waiting.Attempts, Assert.Single(await RowsAsync()).Attempts);
            host.Clock.Utc = waiting.NotBefore;
        }
        server.OnRecipient = _ => null;
        Assert.Equal(1, await DeliverAsync(server));

        Assert.Single(server.Taken);
        var attempts = await host.WithDbAsync(db => db.MailAttempts.OrderBy(x => x.Id).ToListAsync());
        Assert.Equal([.. minutes.Select(_ => false), true], attempts.Select(x => x.Accepted));
    }

    [Fact]
    public async Task After_twelve_passing_refusals_a_mail_has_failed_for_good()
    {
        await using var server = SmtpSink.Start();
        server.OnRecipient = _ => "450 busy";
        await EnqueueAsync(1);

        for (var attempt = 1; attempt <= 12; attempt++)
        {
            Assert.Equal(attempt == 1 ? MailState.Queued : MailState.Waiting, Assert.Single(await RowsAsync()).State);
            await DeliverAsync(server);
            host.Clock.Utc += TimeSpan.FromHours(5);
        }

        Assert.Equal((MailState.Failed, 12), Assert.Single((await RowsAsync()).Select(x => (x.State, x.Attempts))));
    }

    [Fact]
    public async Task A_connection_lost_within_a_message_sends_it_again_later_and_the_rest_now()
    {
        await using var server = SmtpSink.Start();
        var dropped = 0;
        server.DropInData = () => Interlocked.Increment(ref dropped) == 1;
        await EnqueueAsync(9);

        Assert.Equal(8, await DeliverAsync(server));
        Assert.Equal(MailState.Waiting, Assert.Single(await RowsAsync(), x => x.State != MailState.Sent).State);
        host.Clock.Utc += TimeSpan.FromMinutes(1);
        Assert.Equal(1, await DeliverAsync(server));

        Assert.Equal(9, server.Taken.Select(x => x.Parse().MessageId).Distinct().Count());
        Assert.Equal(9, server.Taken.Count);
    }

    [Fact]
    public async Task Who_dies_between_accepted_and_recorded_leaves_one_copy_that_can_be_recognised()
    {
        await using var server = SmtpSink.Start();
        await EnqueueAsync(1);
        // The process loses its database in the moment in which the server has taken the mail but not yet said so.
        await host.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<PlatformDb>();
            server.OnMessage = async _ => { await db.DisposeAsync(); return null; };
            await Assert.ThrowsAsync<ObjectDisposedException>(() => Job(services, server).RunAsync(CancellationToken.None));
        });
        server.OnMessage = _ => Task.FromResult<string?>(null);

        // Its claim still holds, so nobody else sends meanwhile.
        Assert.Equal(0, await DeliverAsync(server));
        Assert.Single(server.Taken);

        host.Clock.Utc += MailQueue.Lease + TimeSpan.FromSeconds(1);
        Assert.Equal(1, await DeliverAsync(server));
        Assert.Equal(2, server.Taken.Count);
        Assert.Equal(server.Taken[0].RawText, server.Taken[1].RawText);
        Assert.Equal(Assert.Single(await RowsAsync()).MessageId, server.Taken[1].Parse().MessageId);
    }

    [Fact]
    public async Task Two_sweeps_at_once_send_each_mail_once()
    {
        await using var server = SmtpSink.Start();
        await EnqueueAsync(240);

        var sent = await Task.WhenAll(DeliverAsync(server), DeliverAsync(server), DeliverAsync(server));

        Assert.Equal(240, sent.Sum());
        Assert.Equal(240, server.Taken.Count);
        Assert.Equal(240, server.Taken.Select(x => x.Parse().MessageId).Distinct().Count());
    }

    [Fact]
    public async Task What_one_sweep_has_claimed_no_other_gets_until_the_lease_ends()
    {
        await EnqueueAsync(5);
        var first = await host.InScopeAsync(services => services.GetRequiredService<MailQueue>().ClaimAsync(3));
        var second = await host.InScopeAsync(services => services.GetRequiredService<MailQueue>().ClaimAsync(10));
        Assert.Equal((3, 2), (first.Count, second.Count));
        Assert.Empty(first.Select(x => x.Id).Intersect(second.Select(x => x.Id)));

        host.Clock.Utc += MailQueue.Lease + TimeSpan.FromSeconds(1);
        Assert.Equal(5, (await host.InScopeAsync(services => services.GetRequiredService<MailQueue>().ClaimAsync(10))).Count);
    }

    [Fact]
    public async Task A_stopped_run_gives_back_what_it_has_not_sent()
    {
        await using var server = SmtpSink.Start();
        await EnqueueAsync(60);
        using var cancel = new CancellationTokenSource();
        server.OnMessage = async _ =>
        {
            if (server.Taken.Count >= 10)
                await cancel.CancelAsync();
            return null;
        };

        await host.InScopeAsync(services => Assert.ThrowsAnyAsync<OperationCanceledException>(() => Job(services, server).RunAsync(cancel.Token)));

        // What the server took is recorded, the rest is free again.
        var rows = await RowsAsync();
        Assert.Equal(server.Taken.Count, rows.Count(x => x.State == MailState.Sent));
        Assert.InRange(server.Taken.Count, 10, 20);
        Assert.All(rows, x => Assert.Null(x.ClaimedBy));
        Assert.Equal(60 - server.Taken.Count, await DeliverAsync(server));
    }

    [Fact]
    public async Task A_line_break_in_a_subject_or_name_begins_no_header_of_its_own()
    {
        await using var server = SmtpSink.Start();
        await host.InScopeAsync(async services =>
        {
            services.GetRequiredService<MailQueue>().Enqueue("Test", "Ngô\r\nBcc: a@evil.example", "nguoi@bacson.example",
                new ComposedMail("Nhắc việc\r\nBcc: b@evil.example\r\n\r\nThân thư", "Chữ", "<p>Chữ</p>"));
            await services.GetRequiredService<PlatformDb>().SaveChangesAsync();
        });

        await DeliverAsync(server);

        var mail = Assert.Single(server.Taken);
        Assert.Equal(["nguoi@bacson.example"], mail.To);
        var message = mail.Parse();
        Assert.Empty(message.Bcc);
        Assert.DoesNotContain(message.Headers, x => x.Field.Equals("Bcc", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("Nhắc việc Bcc: b@evil.example Thân thư", message.Subject);
    }

    [Fact]
    public async Task An_address_that_is_none_fails_alone()
    {
        await using var server = SmtpSink.Start();
        await EnqueueAsync(2);
        await host.InScopeAsync(async services =>
        {
            services.GetRequiredService<MailQueue>().Enqueue("Test", "Ngô", "không phải <địa chỉ", new ComposedMail("Thư", "Chữ", "<p>Chữ</p>"));
            await services.GetRequiredService<PlatformDb>().SaveChangesAsync();
        });

        Assert.Equal(2, await DeliverAsync(server));
        Assert.Equal(MailState.Failed, Assert.Single(await RowsAsync(), x => x.State != MailState.Sent).State);
    }

    [Fact]
    public async Task Without_a_server_each_mail_becomes_one_file()
    {
        await EnqueueAsync(12);

        Assert.Equal(12, await DeliverAsync(null));
        Assert.Equal(0, await DeliverAsync(null));
        // A crash before recording would write it again: over itself.
        var again = (await RowsAsync())[3];
        await host.WithDbAsync(db => db.Mails.Where(x => x.Id == again.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, MailState.Queued)));
        Assert.Equal(1, await DeliverAsync(null));

        var files = Directory.GetFiles(_pickup);
        Assert.Equal(12, files.Length);
        Assert.All(files, x => Assert.EndsWith(".eml", x, StringComparison.Ordinal));
        Assert.Equal((await RowsAsync()).Select(x => x.MessageId).Order(), files.Select(x => MimeMessage.Load(x).MessageId).Order());
    }

    [Fact]
    public async Task Only_an_administrator_sends_failed_mails_again_and_it_is_written_down()
    {
        await using var server = SmtpSink.Start();
        server.OnRecipient = _ => "550 no";
        await EnqueueAsync(3);
        await DeliverAsync(server);
        server.OnRecipient = _ => null;
        var commune = await host.CommuneAsync();

        await Assert.ThrowsAsync<NotAllowed>(() => host.InScopeAsync(async services =>
            await services.GetRequiredService<MailQueue>().RetryAllFailedAsync(await PlatformHost.ViewerAsync(services, commune.Head)), commune.Head));
        Assert.All(await RowsAsync(), x => Assert.Equal(MailState.Failed, x.State));

        var one = (await RowsAsync())[1];
        Assert.True(await RetryAsync(one.Id));
        Assert.False(await RetryAsync(one.Id));
        Assert.Equal(1, await DeliverAsync(server));
        Assert.Equal(2, await host.InScopeAsync(async services =>
            await services.GetRequiredService<MailQueue>().RetryAllFailedAsync(await PlatformHost.ViewerAsync(services, commune.Administrator)), commune.Administrator));
        Assert.Equal(2, await DeliverAsync(server));

        Assert.Equal(3, server.Taken.Select(x => x.Parse().MessageId).Distinct().Count());
        var written = await host.WithDbAsync(db => db.AuditEntries.Where(x => x.Subject == "MailMessage").ToListAsync());
        Assert.Equal(3, written.Count);
        Assert.All(written, x => Assert.Equal(("Gửi lại", (int?)commune.Administrator), (x.Act, x.PersonId)));

        Task<bool> RetryAsync(long id) => host.InScopeAsync(async services =>
            await services.GetRequiredService<MailQueue>().RetryAsync(id, await PlatformHost.ViewerAsync(services, commune.Administrator)), commune.Administrator);
    }

    [Fact]
    public async Task Who_is_told_on_paper_gets_no_mail()
    {
        await using var server = SmtpSink.Start();
        await host.InScopeAsync(async services =>
        {
            var person = new Person { FullName = "Lò Thị Ban", SortKey = "", Email = "ban@bacson.example", Notice = NoticeChannel.Print };
            var mail = services.GetRequiredService<MailQueue>().Enqueue("Test", person, new ComposedMail("Thư", "Chữ", "<p>Chữ</p>"));
            mail.PersonId = null;
            await services.GetRequiredService<PlatformDb>().SaveChangesAsync();
        });

        Assert.Equal(0, await DeliverAsync(server));
        Assert.Equal(MailState.ToPrint, Assert.Single(await RowsAsync()).State);
    }

    private Task EnqueueAsync(int count) => host.InScopeAsync(async services =>
    {
        var queue = services.GetRequiredService<MailQueue>();
        for (var i = 1; i <= count; i++)
            queue.Enqueue("Test", "Ngô Văn Thành", $"nguoi{i}@bacson.example", new ComposedMail($"Nhắc việc số {i}: 2 nhiệm vụ quá hạn", "Chữ thường, đủ dấu.\n", "<p>Chữ thường, đủ dấu.</p>\n"), $"test:{i}");
        await services.GetRequiredService<PlatformDb>().SaveChangesAsync();
    });

    private Task<int> DeliverAsync(SmtpSink? server) => host.InScopeAsync(async services => (await Job(services, server).RunAsync(CancellationToken.None)).Count);

    private DeliverMail Job(IServiceProvider services, SmtpSink? server) => new(services.GetRequiredService<MailQueue>(),
        new MailOptions(server is null ? null : "127.0.0.1", server?.Port ?? 0, null, null, MailSecurity.Auto, "nhacviec@bacson.example", "UBND xã Bắc Sơn", _pickup));

    private Task<List<MailMessage>> RowsAsync() => host.WithDbAsync(db => db.Mails.AsNoTracking().OrderBy(x => x.Id).ToListAsync());
}
