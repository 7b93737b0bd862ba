using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Cli.Tests.Web;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Cli.Tests.Watching;

/// <summary>Faults of every kind come into a machine of 24 boards while it is watched, on the terminal and on the page.</summary>
/// <remarks>Looks depend on this computer here, and on a busy one boards answer late. On a simulated clock, <c>WatchTests</c> checks that two of them are enough.</remarks>
internal sealed class FaultsShowTests
{
    private const int FilterOfLostLocal = 13;
    private const int StateOffset = 46;
    private const double Hot = 60;
    private const double Usual = 30;

    private static readonly ChipLocation s_chip = new(9, 5);
    private static readonly ChipLocation s_onTheWay = new(10, 5);
    private static readonly ChipLocation s_losing = new(4, 4);

    [TestCase("top"), TestCase("web"), CancelAfter(240_000)]
    public async Task Each_shows_and_goes_when_it_is_mended(string command, CancellationToken cancellationToken)
    {
        string host = LoopbackAddresses.Take();
        await using VirtualMachine machine = await StartAsync(host, cancellationToken);
        VirtualBoard board = machine.Boards.Single(static board => board.Location == new ChipLocation(8, 4));

        // A computer that runs all tests at the same time answers too slowly for two percent, and for a look each second.
        string interval = Math.Min(5, Pace.Factor).ToString("0.##", CultureInfo.InvariantCulture);
        await using Watched watched = await Watched.StartAsync(command, [host, "--interval", interval, "--cost", "100", "--bmp", $"0;0;{machine.Bmp.EndPoint.Address}/0-23"], cancellationToken);
        await AssertShowsAsync("^$", cause: null, mend: null);

        await AssertShowsAsync("^core 9,5,3 of application 16 stopped with a run-time error$", () => machine.Run(new CoreLocation(s_chip, 3), new CrashApplication()), () => machine.Run(new CoreLocation(s_chip, 3), new IdleApplication()));
        await AssertShowsAsync("^core 9,5,4 of application 16 hangs: its watchdog ran out$", () => SetState(CoreState.Watchdog), () => SetState(CoreState.Running));
        await AssertShowsAsync("^chip 9,5 does not answer$", () => machine.KeepBusy(s_chip, TimeSpan.FromDays(1)), () => machine.KeepBusy(s_chip, TimeSpan.Zero));
        await AssertShowsAsync("^board [0-9.]+ at chip 8,4 does not answer$", () => board.IsMute = true, () => board.IsMute = false);
        await AssertShowsAsync("^the router of chip 10,5 drops [0-9.]+ packets a second, one of them for link east$", () => machine.BreakLink(s_onTheWay, 0), () => machine.BreakLink(s_onTheWay, 0, isBroken: false));
        await AssertShowsAsync("^the router of chip 4,4 loses [0-9.]+ packets a second of the chip's own cores$", () => machine.Run(new CoreLocation(s_losing, 1), new SendingApplication(0x90000)), () => machine.Run(new CoreLocation(s_losing, 1), new IdleApplication()));
        await AssertShowsAsync(@"^the BMP of board .* warns of a temperature on the board \(60\.0 °C\)$", () => board.Temperature = Hot, () => board.Temperature = Usual);

        async Task AssertShowsAsync(string message, Action? cause, Action? mend)
        {
            cause?.Invoke();
            if (cause is not null)
                await watched.FindAsync(problems => problems.Any(problem => Regex.IsMatch(problem, message)), message);

            mend?.Invoke();
            await watched.FindAsync(static problems => problems.Length == 0, $"nothing any more, after {message}");
        }

        void SetState(CoreState state) => machine.WriteMemory(s_chip, MemoryMap.GetCoreInfoAddress(4) + StateOffset, [(byte)state]);
    }

    /// <summary>A machine on which a core sends packets over some chips, and the router of another counts what it loses of its own cores.</summary>
    private static async Task<VirtualMachine> StartAsync(string host, CancellationToken cancellationToken)
    {
        VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Triads = new TriadArrangement(4, 2), BindAddress = IPAddress.Parse(host), UseTruePorts = true, AnnouncementTargets = [] }, cancellationToken);
        machine.Route(new PacketRoute(0x10000, 0xFFFF0000, s_chip, [new CoreLocation(11, 5, 1)]));
        machine.Run(new CoreLocation(s_chip, 1), new SendingApplication(0x10000));
        machine.Run(new CoreLocation(s_chip, 4), new IdleApplication());
        var filter = new DiagnosticFilter(DiagnosticFilterPacketTypes.Multicast, DiagnosticFilterDestinations.Dump, DiagnosticFilterSources.Local);
        machine.WriteMemory(s_losing, MemoryMap.GetRouterFilterAddress(FilterOfLostLocal), BitConverter.GetBytes(filter.Word));
        return machine;
    }

    /// <summary>Sends a multicast packet each millisecond.</summary>
    private sealed class SendingApplication(uint key) : IVirtualCoreApplication
    {
        public string Name => "sending";

        public void OnStart(IVirtualCore core)
        {
            core.SendMulticast(key);
            core.Schedule(TimeSpan.FromMilliseconds(1), () => OnStart(core));
        }

        public void OnMessage(IVirtualCore core, in SdpMessage message)
        {
            // It takes none.
        }
    }

    /// <summary>What is wrong at each look, by <c>top</c> or by the stream of the page.</summary>
    private sealed class Watched(IAsyncEnumerator<string[]> looks, Func<Task> stop) : IAsyncDisposable
    {
        public static async Task<Watched> StartAsync(string command, string[] words, CancellationToken cancellationToken)
        {
            if (command is "web")
            {
                WebPage page = await WebPage.StartAsync(words[0], cancellationToken, words[1..]);
                return new Watched(
                    ReadPageAsync(page, cancellationToken).GetAsyncEnumerator(cancellationToken),
                    () => page.DisposeAsync().AsTask());
            }

            var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var output = new LinesWriter();
            Task<CommandRun> run = CommandRun.OfAsync([command, .. words, "--json"], output: output, cancellationToken: stopping.Token);
            return new Watched(ReadTopAsync(output, cancellationToken).GetAsyncEnumerator(cancellationToken), StopAsync);

            async Task StopAsync()
            {
                await stopping.CancelAsync();
                Assert.That((await run).ExitCode, Is.EqualTo(ExitCodes.Interrupted).Or.EqualTo(ExitCodes.Success), (await run).Error);
                stopping.Dispose();
            }
        }

        /// <summary>Waits for a look at which something holds.</summary>
        public async Task FindAsync(Func<string[], bool> holds, string what)
        {
            string[] last = [];
            try
            {
                do
                {
                    Assert.That(await looks.MoveNextAsync(), Is.True, what);
                    last = looks.Current;
                }
                while (!holds(last));
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"It does not come: {what}. Instead: {string.Join("; ", last)}");
            }
        }

        public async ValueTask DisposeAsync()
        {
            await looks.DisposeAsync();
            await stop();
        }

        private static async IAsyncEnumerable<string[]> ReadTopAsync(LinesWriter output, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (string line in output.ReadAsync(cancellationToken))
                yield return ProblemsOf(JsonDocument.Parse(line).RootElement);
        }

        private static async IAsyncEnumerable<string[]> ReadPageAsync(WebPage page, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (JsonElement look in page.WatchAsync("map=boards&mode=state", cancellationToken))
                yield return ProblemsOf(look);
        }

        private static string[] ProblemsOf(JsonElement look) => [.. look.GetProperty("problems").EnumerateArray().Select(static problem => problem.GetProperty("message").GetString()!)];
    }
}
