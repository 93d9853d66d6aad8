using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using BacSon.Benchmarks;
using BacSon.Tests.Support;

// Speed is shown as ratios of two things measured side by side, turn by turn: what the machine does meanwhile meets both.
//   dotnet build -c Release && dotnet run -c Release --project tests/Benchmarks -- status      the chairman's page, 50 users at once
//   dotnet build -c Release && dotnet run -c Release --project tests/Benchmarks -- pages       the lists of the office's week, one user
//   dotnet build -c Release && dotnet run -c Release --project tests/Benchmarks -- reminders   a morning's mail as a whole process
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args.FirstOrDefault())
{
    case "status":
        await StatusAsync();
        return 0;
    case "reminders":
        await RemindersAsync();
        return 0;
    case "pages":
        await PagesAsync();
        return 0;
    default:
        Console.WriteLine("status | reminders | pages");
        return 2;
}

// A hundred times the duties must not cost the chairman a hundred times the wait.
static async Task StatusAsync()
{
    const int Users = 50, Turns = 5;
    using var small = await Commune.SeedAsync(100, 1_000);
    using var large = await Commune.SeedAsync(100, 100_000);
    foreach (var commune in new[] { small, large })
    {
        await commune.LetChairmanSignInAsync();
        await commune.StartAsync();
    }
    var smallUsers = await Task.WhenAll(Enumerable.Range(0, Users).Select(_ => small.SignInAsync()));
    var largeUsers = await Task.WhenAll(Enumerable.Range(0, Users).Select(_ => large.SignInAsync()));
    await TurnAsync(smallUsers);
    await TurnAsync(largeUsers);
    var ratios = new List<double>();
    for (var turn = 1; turn <= Turns; turn++)
    {
        var few = await TurnAsync(smallUsers);
        var many = await TurnAsync(largeUsers);
        ratios.Add(many.P95 / few.P95);
        Console.WriteLine($"turn {turn}: 1,000 duties p50 {few.P50:0} ms, p95 {few.P95:0} ms, {few.PerSecond:0}/s; 100,000 duties p50 {many.P50:0} ms, p95 {many.P95:0} ms, {many.PerSecond:0}/s; p95 ratio {ratios[^1]:0.00}");
    }
    Console.WriteLine($"p95 with 100,000 duties / with 1,000: median {ratios.Order().ElementAt(Turns / 2):0.00}");
}

// All users ask again and again for some seconds, each as soon as its last answer has come.
static async Task<(double P50, double P95, double PerSecond)> TurnAsync(HttpClient[] users)
{
    var took = new ConcurrentBag<double>();
    var turn = Stopwatch.StartNew();
    await Task.WhenAll(users.Select(async http =>
    {
        while (turn.Elapsed < TimeSpan.FromSeconds(6))
        {
            var one = Stopwatch.StartNew();
            using var answer = await http.GetAsync("tinh-hinh");
            var page = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode != HttpStatusCode.OK || !page.Contains("</html>", StringComparison.Ordinal))
                throw new InvalidOperationException($"/tinh-hinh answered {answer.StatusCode}");
            took.Add(one.Elapsed.TotalMilliseconds);
        }
    }));
    var sorted = took.Order().ToArray();
    return (sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.95)], sorted.Length / turn.Elapsed.TotalSeconds);
}

// Each list of the office's week with a hundred times the duties and the documents, beside the small commune, in turn.
static async Task PagesAsync()
{
    const int Turns = 15;
    string[] pages = ["lam-viec?xem=dieu-hanh", "lam-viec?xem=phu-trach", "viec", "viec?tt=qua-han", "viec?q=bao+cao", "van-ban", "van-ban?q=ngan+sach", "giao-ban", "ket-qua", "ban-giao", "bao-cao", "giay-to", "lich-tuan", "xac-nhan", "tim?q=nhiem+vu+so+77", "tinh-hinh"];
    using var small = await Commune.SeedAsync(100, 1_000);
    using var large = await Commune.SeedAsync(100, 100_000);
    var users = new List<HttpClient>();
    foreach (var commune in new[] { small, large })
    {
        await commune.LetChairmanSignInAsync();
        await commune.StartAsync();
        users.Add(await commune.SignInAsync());
    }
    foreach (var page in pages)
    {
        var took = new[] { new List<double>(), new List<double>() };
        for (var turn = -2; turn < Turns; turn++)
            for (var who = 0; who < 2; who++)
            {
                var one = Stopwatch.StartNew();
                using var answer = await users[who].GetAsync(page);
                var text = await answer.Content.ReadAsStringAsync();
                if (answer.StatusCode != HttpStatusCode.OK || !text.Contains("</html>", StringComparison.Ordinal))
                    throw new InvalidOperationException($"/{page} answered {answer.StatusCode}");
                if (turn >= 0)
                    took[who].Add(one.Elapsed.TotalMilliseconds);
            }
        var (few, many) = (took[0].Order().ElementAt(Turns / 2), took[1].Order().ElementAt(Turns / 2));
        Console.WriteLine($"/{page,-28} 1,000 duties {few,6:0.0} ms; 100,000 duties, 50,000 documents {many,6:0.0} ms; ratio {many / few:0.00}");
    }
}

// A morning with 500 digests beside a morning with nothing to say: what remains of the time is the mails' own.
static async Task RemindersAsync()
{
    const int Turns = 5;
    using var seeded = await Commune.SeedAsync(500, 20_000);
    var ratios = new List<double>();
    for (var turn = 1; turn <= Turns; turn++)
    {
        await using var server = SmtpSink.Start();
        using var morning = seeded.Copy();
        var mail = new Dictionary<string, string> { ["Mail__Host"] = "127.0.0.1", ["Mail__Port"] = $"{server.Port}", ["Mail__Security"] = "None" };
        var full = await morning.RunAsync(mail, "remind");
        if (server.Taken.Count != 500)
            throw new InvalidOperationException($"{server.Taken.Count} mails arrived instead of 500");
        var idle = await morning.RunAsync(mail, "remind");
        ratios.Add(full / idle);
        Console.WriteLine($"turn {turn}: 500 digests of 20,000 duties {full.TotalSeconds:0.00} s, nothing to send {idle.TotalSeconds:0.00} s, ratio {ratios[^1]:0.00}");
    }
    Console.WriteLine($"500 digests / nothing to send: median {ratios.Order().ElementAt(Turns / 2):0.00}");
}
