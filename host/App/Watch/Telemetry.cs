using System.Diagnostics;
using System.Diagnostics.Metrics;
using BacSon.App.Backups;
using BacSon.App.Jobs;
using BacSon.Kernel;
using BacSon.Kernel.Jobs;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace BacSon.App.Watch;

/// <summary>Sends metrics and traces (OTLP over HTTP) to <c>Telemetry:Endpoint</c>; without it nothing of this is there.</summary>
internal static class Telemetry
{
    public static void Add(IServiceCollection services, PlatformOptions platform)
    {
        if (platform.Watch.Telemetry is not { } endpoint)
            return;
        void To(OtlpExporterOptions exporter, string signal)
        {
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
            exporter.Endpoint = new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/v1/{signal}");
        }
        services.AddSingleton<Gauges>();
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("bacson-platform", serviceVersion: BackupFile.Version, serviceInstanceId: System.Environment.MachineName))
            .WithMetrics(metrics => metrics.AddMeter(Signals.Name).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddOtlpExporter(x => To(x, "metrics")))
            .WithTracing(traces => traces.AddSource(Signals.Name).AddAspNetCoreInstrumentation().AddProcessor(new Discreet()).AddOtlpExporter(x => To(x, "traces")));
    }

    /// <summary>Takes from a request's trace what may tell who asked or what was typed; its route stays.</summary>
    private sealed class Discreet : BaseProcessor<Activity>
    {
        private static readonly string[] Left = ["url.path", "url.query", "url.full", "user_agent.original", "client.address", "client.port", "network.peer.address", "network.peer.port", "server.address"];

        public override void OnEnd(Activity data)
        {
            foreach (var tag in Left)
                data.SetTag(tag, null);
        }
    }
}

/// <summary>What is read when it is asked for, once a minute, by the exporter's own thread.</summary>
internal sealed class Gauges : IDisposable
{
    private readonly Meter _meter = new(Signals.Name);

    public Gauges(IServiceScopeFactory scopes, ScheduleWatch watch, PlatformOptions platform)
    {
        T Read<T>(Func<IServiceProvider, Task<T>> read)
        {
            using var scope = scopes.CreateScope();
            return read(scope.ServiceProvider).GetAwaiter().GetResult();
        }
        _meter.CreateObservableGauge("bacson.mail.queue.age", () => Read(async x => (await new Vitals(x.GetRequiredService<PlatformDb>()).MailAgeAsync()).TotalSeconds), "s", "How long the oldest mail is due that still waits.");
        _meter.CreateObservableGauge("bacson.audit.unsealed.age", () => Read(async x => (await new Vitals(x.GetRequiredService<PlatformDb>()).UnsealedAgeAsync()).TotalSeconds), "s", "Age of the oldest audit entry that is not sealed.");
        _meter.CreateObservableGauge("bacson.job.silent", () => Read(async x =>
        {
            var now = x.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
            return (await x.GetRequiredService<ScheduleBook>().SilentAsync(watch.UpSince)).Select(job => new Measurement<double>((now - job.DueAt).TotalSeconds, new KeyValuePair<string, object?>("job", job.Spec.Id))).ToList();
        }), "s", "How long a job is silent that should have run.");
        _meter.CreateObservableGauge("bacson.storage.free", () => DiskRoom.Free(platform.Storage.Directory) is { } free ? [new Measurement<long>(free)] : Array.Empty<Measurement<long>>(), "By", "Free space of the disk that the storage directory lies on.");
    }

    public void Dispose() => _meter.Dispose();
}
