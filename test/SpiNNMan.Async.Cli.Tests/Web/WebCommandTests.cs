using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;

namespace SpiNNMan.Async.Cli.Tests.Web;

/// <summary><c>spinnman web</c>, from a machine to its page.</summary>
internal sealed class WebCommandTests
{
    private static readonly CoreLocation s_core = new(9, 5, 3);

    [Test, CancelAfter(120_000)]
    public async Task A_fault_shows_within_two_intervals_and_goes_when_it_is_mended(CancellationToken cancellationToken)
    {
        string host = LoopbackAddresses.Take();
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Triads = new TriadArrangement(4, 2), BindAddress = IPAddress.Parse(host), UseTruePorts = true, AnnouncementTargets = [] }, cancellationToken);

        // A computer that runs all tests at the same time answers too slowly for two percent, and for a look each second.
        string interval = Math.Min(5, Pace.Factor).ToString("0.##", CultureInfo.InvariantCulture);
        await using WebPage page = await WebPage.StartAsync(host, cancellationToken, "--interval", interval, "--cost", "100");
        await using IAsyncEnumerator<JsonElement> looks = page.WatchAsync("map=boards&mode=state", cancellationToken).GetAsyncEnumerator(cancellationToken);
        Assert.That(await looks.MoveNextAsync(), Is.True);
        Assert.That((looks.Current.GetProperty("cells").GetArrayLength(), looks.Current.GetProperty("map").GetString()), Is.EqualTo((24, "boards")));
        Assert.That(Problems(looks.Current), Is.Empty);

        await AssertShowsAsync("core 9,5,3 of application 16", "8,4", "!1", () => machine.Run(s_core, new CrashApplication()), () => machine.Run(s_core, new IdleApplication()));
        await AssertShowsAsync("does not answer", "0,0", "x", () => machine.Boards[0].IsMute = true, () => machine.Boards[0].IsMute = false);

        async Task AssertShowsAsync(string message, string board, string mark, Action cause, Action mend)
        {
            cause();
            JsonElement with = await FindAsync(look => Problems(look).Any(problem => problem.Contains(message, StringComparison.Ordinal)));
            Assert.That(Cell(with, board).GetProperty("mark").GetString(), Is.EqualTo(mark));
            Assert.That(Cell(with, board).GetProperty("style").GetString(), Is.EqualTo("red"));
            mend();
            JsonElement without = await FindAsync(static look => Problems(look).Length == 0);
            Assert.That(Cell(without, board).GetProperty("style").GetString(), Is.Not.EqualTo("red"));
        }

        async Task<JsonElement> FindAsync(Func<JsonElement, bool> isFound)
        {
            // The look that goes on now may have passed the place already, and does not count.
            long now = (await page.LookAsync("map=boards", cancellationToken)).GetProperty("number").GetInt64();
            do
            {
                Assert.That(await looks.MoveNextAsync(), Is.True);
            }
            while (!isFound(looks.Current) || looks.Current.GetProperty("number").GetInt64() < now);

            Assert.That(looks.Current.GetProperty("number").GetInt64(), Is.LessThanOrEqualTo(now + 3));
            return looks.Current;
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task A_machine_that_falls_silent_is_told_of_and_looked_at_further(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        await using WebPage page = await WebPage.StartAsync($"{machine.Boards[0].EndPoint}", cancellationToken, "--interval", "0.2", "--cost", "100");
        bool wasSilent = false;
        bool isMuted = false;
        await foreach (JsonElement look in page.WatchAsync("", cancellationToken))
        {
            bool isSilent = look.GetProperty("isSilent").GetBoolean();
            if (wasSilent && !isSilent)
                break;

            if (!isMuted)
                (machine.Boards[0].IsMute, isMuted) = (true, true);
            if (isSilent && !wasSilent)
                (machine.Boards[0].IsMute, wasSilent) = (false, true);
        }

        Assert.That(wasSilent, Is.True);
        CommandRun run = await page.StopAsync();
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((ExitCodes.Success, "")));
    }

    [Test, CancelAfter(60_000)]
    public async Task Chips_and_cores_are_read_when_they_are_asked_for(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        machine.Run(new CoreLocation(1, 1, 2), new CrashApplication());
        await using WebPage page = await WebPage.StartAsync($"{machine.Boards[0].EndPoint}", cancellationToken, "--interval", "0.1");
        JsonElement look = await page.LookAsync("mode=errors", cancellationToken);

        Assert.That((look.GetProperty("map").GetString(), Cell(look, "1,1").GetProperty("mark").GetString()), Is.EqualTo(("board:0,0", "!1")));
        Assert.That(look.GetProperty("problems")[0].GetProperty("place").GetString(), Is.EqualTo("1,1,2"));
        Assert.That(Text(await page.GetAsync("details?place=1,1", cancellationToken)), Does.Contain("SDRAM").And.Contain("RunTimeException"));
        Assert.That(Text(await page.GetAsync("details?place=1,1,2", cancellationToken)), Does.Contain("Registers").And.Contain("RunTimeException"));
        foreach (string place in (string[])["", "1", "9,9", "1,1,18", "1,1,2,3", "-1,0", "1,x", "999999999999,1"])
        {
            using HttpResponseMessage answer = await page.Client.GetAsync(new Uri($"details?place={place}", UriKind.Relative), cancellationToken);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), place);
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task The_past_has_the_rates_of_then(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        await using WebPage page = await WebPage.StartAsync($"{machine.Boards[0].EndPoint}", cancellationToken, "--interval", "0.05", "--cost", "100");
        JsonElement look = default;
        await foreach (JsonElement next in page.WatchAsync("mode=traffic", cancellationToken))
        {
            look = next;
            if (look.GetProperty("history").GetProperty("count").GetInt32() >= 3)
                break;
        }

        long oldest = look.GetProperty("history").GetProperty("oldest").GetInt64();
        JsonElement past = await page.GetAsync($"past?mode=state&time={oldest}", cancellationToken);
        JsonElement before = await page.GetAsync("past?mode=traffic&time=0", cancellationToken);

        Assert.That((past.GetProperty("isPast").GetBoolean(), past.GetProperty("mode").GetString()), Is.EqualTo((true, "drops")));
        Assert.That(DateTimeOffset.Parse(past.GetProperty("time").GetString()!, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds(), Is.EqualTo(oldest));
        Assert.That((before.GetProperty("mode").GetString(), before.GetProperty("time").GetString()), Is.EqualTo(("traffic", past.GetProperty("time").GetString())), "the oldest is the nearest");
        foreach (string time in (string[])["", "x", "-1", "99999999999999999999", "999999999999999999"])
        {
            using HttpResponseMessage answer = await page.Client.GetAsync(new Uri($"past?time={time}", UriKind.Relative), cancellationToken);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), time);
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task It_ends_after_so_many_looks(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);

        CommandRun run = await CommandRun.OfAsync(["web", $"{machine.Boards[0].EndPoint}", "--count", "2", "--interval", "0.05"], cancellationToken: cancellationToken);

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((ExitCodes.Success, "")));
        Assert.That(run.Out, Does.StartWith($"{machine.Boards[0].EndPoint} is shown at http://127.0.0.1:").And.Contain("until Ctrl-C"));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_port_that_is_taken_is_explained(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        CommandRun run = await CommandRun.OfAsync(["web", $"{machine.Boards[0].EndPoint}", "--port", $"{((IPEndPoint)taken.LocalEndpoint).Port}"], cancellationToken: cancellationToken);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)), run.Error);
        Assert.That(run.Error, Does.Contain("cannot be served on port").And.Contain("--port"));
    }

    [TestCase("web 127.0.0.1 --port 70000", "--port must be")]
    [TestCase("web 127.0.0.1 --interval 0", "--interval must be")]
    [TestCase("web 127.0.0.1 --count 0", "--count must be")]
    public async Task Wrong_usage_is_explained(string words, string message)
    {
        CommandRun run = await CommandRun.OfAsync(words.Split(' '));

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.WrongUsage, 1)), run.Error);
        Assert.That(run.Error, Does.Contain(message));
    }

    private static string[] Problems(JsonElement look) => [.. look.GetProperty("problems").EnumerateArray().Select(static problem => problem.GetProperty("message").GetString()!)];

    private static JsonElement Cell(JsonElement look, string id) => look.GetProperty("cells").EnumerateArray().Single(cell => string.Equals(cell.GetProperty("id").GetString(), id, StringComparison.Ordinal));

    private static string Text(JsonElement lines) =>
        string.Join('\n', lines.EnumerateArray().Select(static line => string.Concat(line.GetProperty("pieces").EnumerateArray().Select(static piece => piece.GetProperty("text").GetString()))));
}
