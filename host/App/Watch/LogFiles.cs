using System.Diagnostics;
using System.Text.RegularExpressions;
using BacSon.App.SignIn;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Console;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting;
using Serilog.Formatting.Compact;

namespace BacSon.App.Watch;

/// <summary>
/// Log files of the host: one JSON line an event, a file a day in «logs» of the storage directory, none larger than 20 MB.
/// No personal data: a request is told by its route, never by its address or what was typed; a person by number; an
/// exception by its type and place, since its message may quote a name, a mail address or a row.
/// </summary>
internal static partial class LogFiles
{
    private const long LargestFile = 20 * 1024 * 1024;
    private const int MostFiles = 200;

    public static void Add(ILoggingBuilder logging, PlatformOptions platform, bool development)
    {
        // The console is read by who started the program, or by the journal: not a line for each request.
        logging.AddFilter<ConsoleLoggerProvider>(RequestLog.Category, LogLevel.None);
        // In the office the journal keeps what the console says: there it is the same lines, from warnings up.
        if (!development)
            logging.ClearProviders();
        logging.Services.AddSingleton<ILoggerProvider>(_ =>
        {
            var to = new LoggerConfiguration().MinimumLevel.Debug();
            if (!development)
                to.WriteTo.Console(new Line(), LogEventLevel.Warning);
            if (platform.Watch.LogDays > 0)
                to.WriteTo.File(new Line(), Path.Combine(platform.Storage.Directory, "logs", "bacson-.jsonl"), rollingInterval: RollingInterval.Day, fileSizeLimitBytes: LargestFile,
                    rollOnFileSizeLimit: true, retainedFileCountLimit: MostFiles, retainedFileTimeLimit: TimeSpan.FromDays(platform.Watch.LogDays));
            return new SerilogLoggerProvider(to.CreateLogger(), dispose: true);
        });
        // Whatever levels the settings name for the console: the framework's own lines below these quote addresses, form values or rows.
        logging.AddFilter<SerilogLoggerProvider>("", LogLevel.Information);
        logging.AddFilter<SerilogLoggerProvider>("Microsoft", LogLevel.Warning);
        logging.AddFilter<SerilogLoggerProvider>("System", LogLevel.Warning);
        logging.AddFilter<SerilogLoggerProvider>("Hangfire", LogLevel.Warning);
        logging.AddFilter<SerilogLoggerProvider>("Microsoft.EntityFrameworkCore", LogLevel.None);
    }

    [GeneratedRegex(@"[^\s<>""']+@[^\s<>""']+")]
    private static partial Regex MailAddress();

    private sealed class Line : ITextFormatter
    {
        private static readonly HashSet<string> Left = ["RequestPath", "ConnectionId", "ActionId", "Scope"];
        private readonly CompactJsonFormatter _json = new();

        public void Format(LogEvent logEvent, TextWriter output) => _json.Format(new LogEvent(logEvent.Timestamp, logEvent.Level,
            logEvent.Exception is { } problem ? new Nameless(problem) : null, logEvent.MessageTemplate,
            logEvent.Properties.Where(x => !Left.Contains(x.Key)).Select(x => new LogEventProperty(x.Key, Masked(x.Value))),
            logEvent.TraceId ?? default, logEvent.SpanId ?? default), output);

        private static LogEventPropertyValue Masked(LogEventPropertyValue value) => value switch
        {
            ScalarValue { Value: string text } => new ScalarValue(MailAddress().Replace(text, "…")),
            // What is no plain value is told by its words, masked all the same.
            ScalarValue { Value: null or ValueType } => value,
            ScalarValue { Value: Exception problem } => new ScalarValue(problem.GetType().FullName),
            _ => new ScalarValue(MailAddress().Replace(value.ToString(), "…")),
        };
    }

    /// <summary>An exception told by its types, codes and places, without its message.</summary>
    internal sealed class Nameless(Exception real) : Exception
    {
        public override string ToString() => Tell(real);

        // What SQLite says of a full disk, a lock or a damaged file is the same for everybody; only for wrong SQL does it quote.
        private static string Code(Exception problem) => problem switch
        {
            SqliteException { SqliteErrorCode: not 1 } sqlite => sqlite.Message,
            SqlException sql => $"SQL Server {sql.Number}",
            _ => $"0x{problem.HResult:X8}",
        };

        private static string Tell(Exception problem) =>
            $"{problem.GetType().FullName} ({Code(problem)}){System.Environment.NewLine}{problem.StackTrace}{(problem.InnerException is { } inner ? $"{System.Environment.NewLine}--- {Tell(inner)}" : "")}";
    }
}

/// <summary>One line a request: method, route, status, milliseconds, number of the person.</summary>
internal sealed partial class RequestLog(RequestDelegate next, ILoggerFactory logs)
{
    public const string Category = "BacSon.Requests";
    private readonly Microsoft.Extensions.Logging.ILogger _log = logs.CreateLogger(Category);

    public async Task InvokeAsync(HttpContext http)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            await next(http);
        }
        finally
        {
            // Known methods only: whoever asks may write anything there.
            var method = http.Request.Method is "GET" or "HEAD" or "POST" ? http.Request.Method : "other";
            Say(_log, method, (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(tệp hoặc không có)", http.Response.StatusCode,
                Math.Round(Stopwatch.GetElapsedTime(begun).TotalMilliseconds, 1), int.TryParse(http.User.FindFirst(PersonClaims.Person)?.Value, out var person) ? person : null);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Method} {Route} {Status} {Milliseconds} ms person {Person}")]
    private static partial void Say(Microsoft.Extensions.Logging.ILogger log, string method, string route, int status, double milliseconds, int? person);
}
