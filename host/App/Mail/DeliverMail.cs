using BacSon.Kernel.Jobs;

namespace BacSon.App.Mail;

/// <summary>Delivers what waits in the mail queue.</summary>
internal sealed class DeliverMail : IJob
{
    public static readonly JobSpec Spec = JobSpec.Of<DeliverMail>("mail.deliver", "Gửi thư", "Gửi các thư đang chờ; thư chưa gửi được thì gửi lại sau.", "* * * * *");

    public Task<JobResult> RunAsync(CancellationToken cancel) => throw new NotImplementedException();
}
