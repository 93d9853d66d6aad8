using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using BacSon.Kernel.Jobs;
using BacSon.Kernel.Mail;

namespace BacSon.App.Mail;

/// <summary>
/// Delivers what waits in the mail queue: over SMTP, or as .eml files into the pickup directory where no server is named.
/// A few connections send at once and one writer records. A connection sends its next mail only when its last is recorded, so
/// that a crash leaves at most one mail a connection that may go twice, under the same Message-ID. Harmless when it runs twice.
/// </summary>
internal sealed class DeliverMail(MailQueue queue, MailOptions options) : IJob
{
    public static readonly JobSpec Spec = JobSpec.Of<DeliverMail>("mail.deliver", "Gửi thư", "Gửi các thư đang chờ; thư chưa gửi được thì gửi lại sau.", "* * * * *");

    private const int Lanes = 8;
    private const int Batch = 100;

    /// <summary>No mail is begun later than this after it was claimed: with the longest send it stays well within the lease.</summary>
    private static readonly TimeSpan LongestBatch = MailQueue.Lease / 2;

    private readonly Dictionary<MailOutcome, int> _counts = [];

    private sealed record Tried(MailResult Result, TaskCompletionSource Recorded);

    /// <summary>
    /// Sends until nothing is due. Throws <see cref="MailServerDown"/> when the server cannot be reached or will not serve us:
    /// what was not sent stays queued.
    /// </summary>
    public async Task<JobResult> RunAsync(CancellationToken cancel)
    {
        // Lanes stay open from batch to batch: connecting costs more than a mail.
        var lanes = new List<MailLane>();
        try
        {
            while (await queue.ClaimAsync(Batch, cancel) is { Count: > 0 } claimed)
            {
                cancel.ThrowIfCancellationRequested();
                await DeliverAsync(lanes, claimed, cancel);
            }
        }
        finally
        {
            foreach (var lane in lanes)
                await lane.DisposeAsync();
        }
        int Count(MailOutcome outcome) => _counts.GetValueOrDefault(outcome);
        var heldBack = await queue.IsHeldBackAsync(CancellationToken.None) ? "đang tạm dừng gửi thư; " : "";
        return new JobResult($"{heldBack}{Count(MailOutcome.Sent)} thư đã gửi, {Count(MailOutcome.TryAgain)} thư chờ gửi lại, {Count(MailOutcome.Refused)} thư không gửi được", Count(MailOutcome.Sent));
    }

    private async Task DeliverAsync(List<MailLane> lanes, IReadOnlyList<MailMessage> claimed, CancellationToken cancel)
    {
        var waiting = new ConcurrentQueue<MailMessage>(claimed);
        var down = await SendAsync(lanes, waiting, cancel);
        // Untried mails are free again at once: for the next batch, the next minute or another host.
        if (down is not null && waiting.TryPeek(out var next))
            await queue.RecordServerDownAsync(next, down.Message);
        await queue.ReleaseAsync([.. waiting]);
        cancel.ThrowIfCancellationRequested();
        if (down is not null)
            throw down;
    }

    /// <summary>Empties the queue over the lanes. Gives why, when the last lane had to give up and left mails waiting.</summary>
    private async Task<MailServerDown?> SendAsync(List<MailLane> lanes, ConcurrentQueue<MailMessage> waiting, CancellationToken cancel)
    {
        // The first lane opens alone: that the server is down is learnt once, not by every lane.
        if (lanes.Count == 0)
            lanes.Add(MailLane.For(options));
        try
        {
            await lanes[0].OpenAsync(cancel);
        }
        catch (MailServerDown down)
        {
            return down;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return null;
        }
        while (lanes.Count < Math.Min(Lanes, waiting.Count))
            lanes.Add(lanes[0].Another());

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        stop.CancelAfter(LongestBatch);
        var tried = Channel.CreateUnbounded<Tried>(new UnboundedChannelOptions { SingleReader = true });
        var sending = lanes.Select(lane => RunAsync(lane, waiting, tried.Writer, stop.Token)).ToArray();
        var closing = CloseAsync();
        try
        {
            await RecordAsync(tried.Reader, stop);
        }
        finally
        {
            // When nothing can be recorded no lane may send on; what they hold comes back with the end of its lease.
            await stop.CancelAsync();
            await closing;
        }
        var gaveUp = (await Task.WhenAll(sending)).OfType<MailServerDown>().ToList();
        return gaveUp.Count == lanes.Count && !waiting.IsEmpty ? gaveUp[0] : null;

        async Task CloseAsync()
        {
            try
            {
                await Task.WhenAll(sending);
            }
            finally
            {
                tried.Writer.Complete();
            }
        }
    }

    /// <summary>
    /// Records what the lanes report, together what came together: one commit for up to one mail of each lane. When mails are
    /// held back meanwhile no lane begins another.
    /// </summary>
    private async Task RecordAsync(ChannelReader<Tried> tried, CancellationTokenSource stop)
    {
        var together = new List<Tried>(Lanes);
        while (await tried.WaitToReadAsync(CancellationToken.None))
        {
            together.Clear();
            while (tried.TryRead(out var one))
                together.Add(one);
            await queue.RecordAsync([.. together.Select(x => x.Result)]);
            if (await queue.IsHeldBackAsync(CancellationToken.None))
                await stop.CancelAsync();
            foreach (var (result, recorded) in together)
            {
                _counts[result.Outcome] = _counts.GetValueOrDefault(result.Outcome) + 1;
                recorded.SetResult();
            }
        }
    }

    private static async Task<MailResult> TracedAsync(MailLane lane, MailMessage mail)
    {
        using var span = Signals.Source.StartActivity("mail.send", ActivityKind.Client);
        var result = await lane.SendAsync(mail);
        span?.SetTag("kind", mail.Kind);
        span?.SetTag("outcome", result.Outcome.ToString());
        Signals.Deliveries.Add(1, new KeyValuePair<string, object?>("kind", mail.Kind), new KeyValuePair<string, object?>("outcome", result.Outcome.ToString()));
        return result;
    }

    /// <summary>Sends one mail after the other. Gives why, when the server would not go on; the mail in hand is back in the queue then.</summary>
    private static async Task<MailServerDown?> RunAsync(MailLane lane, ConcurrentQueue<MailMessage> waiting, ChannelWriter<Tried> tried, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && waiting.TryDequeue(out var mail))
        {
            try
            {
                await lane.OpenAsync(stop);
                var one = new Tried(await TracedAsync(lane, mail), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                tried.TryWrite(one);
                await one.Recorded.Task.WaitAsync(stop);
            }
            catch (MailServerDown down)
            {
                waiting.Enqueue(mail);
                return down;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return null;
            }
        }
        return null;
    }
}
