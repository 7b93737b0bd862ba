using System.Globalization;
using System.Net;
using System.Text;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Tests.Support;
using LinkFaults = SpiNNMan.Async.Simulation.Faults.LinkFaults;

namespace SpiNNMan.Async.Tests;

/// <summary>A program in which callers wait for each other at every gate there is does the same each time on a simulated clock, and all of it on the one thread that moves the clock.</summary>
[CancelAfter(300_000)]
internal sealed class ContendedRunTests
{
    private const int Runs = 20;

    private static readonly IPAddress s_address = IPAddress.Parse("10.0.0.2");

    [Test]
    public async Task Twenty_runs_are_the_same_byte_for_byte(CancellationToken token)
    {
        string first = await RunAsync(token);
        for (int run = 1; run < Runs; run++)
        {
            string next = await RunAsync(token);
            if (!string.Equals(next, first, StringComparison.Ordinal))
                Assert.Fail($"Run {run} differs: {FirstDifference(first, next)}");
        }

        Assert.That(first, Is.Not.Empty);
    }

    [Test]
    public async Task Nothing_is_sent_by_another_thread_than_the_one_that_moves_the_clock(CancellationToken token)
    {
        var log = new StringBuilder();
        IReadOnlyCollection<string> elsewhere = await Task.Run(() => RunWorldAsync(log, token), token);

        Assert.That(elsewhere, Is.Empty);
    }

    private static string FirstDifference(string one, string other)
    {
        string[] lines = one.Split('\n');
        string[] others = other.Split('\n');
        int at = Enumerable.Range(0, Math.Min(lines.Length, others.Length)).FirstOrDefault(index => !string.Equals(lines[index], others[index], StringComparison.Ordinal), Math.Min(lines.Length, others.Length));
        return $"line {at} of {lines.Length} and {others.Length}:\n{lines.ElementAtOrDefault(at)}\n{others.ElementAtOrDefault(at)}";
    }

    private static async Task<string> RunAsync(CancellationToken token)
    {
        var log = new StringBuilder();
        await Task.Run(() => RunWorldAsync(log, token), token);
        return log.ToString();
    }

    private static async Task<IReadOnlyCollection<string>> RunWorldAsync(StringBuilder log, CancellationToken token)
    {
        var world = new SimulatedWorld();
        var link = new LinkFaults { Loss = 0.02, Duplication = 0.01, Reordering = 0.01 };
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions
            {
                Triads = new TriadArrangement(1, 1),
                BindAddress = s_address,
                UseTruePorts = true,
                Network = world.Network,
                TimeProvider = world.Time,
                ServiceTime = ServiceTime.Hardware,
                Faults = new FaultOptions { Ingress = link, Egress = link },
            },
            token);
        int driver = Environment.CurrentManagedThreadId;
        var elsewhere = new HashSet<string>(StringComparer.Ordinal);
        var network = new TracingNetwork(world.Time, world.Network)
        {
            Sending = () =>
            {
                if (Environment.CurrentManagedThreadId == driver)
                    return;

                lock (elsewhere)
                    elsewhere.Add(Environment.StackTrace);
            },
        };
        ScampConnectionOptions options = world.Options with
        {
            Network = network,
            LookUp = static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.9.9.9"), s_address]),
        };
        Transceiver transceiver = await world.Time.RunUntilAsync(Transceiver.OpenAsync("rack", new TransceiverOptions { Connection = options }, token), token);
        await world.Time.RunUntilAsync(WorkAsync(transceiver, world, machine, log, token), token);

        // Several dispose of it at once.
        await world.Time.RunUntilAsync(Task.WhenAll(Enumerable.Range(0, 3).Select(_ => transceiver.DisposeAsync().AsTask())), token);
        await world.Time.RunUntilAsync(Task.WhenAll(transceiver.Connections.SelectMany(static connection => Enumerable.Range(0, 3).Select(_ => connection.DisposeAsync().AsTask()))), token);
        log.AppendLine(CultureInfo.InvariantCulture, $"{world.Time.Elapsed}").Append(network.Trace);
        return elsewhere;
    }

    private static async Task WorkAsync(Transceiver transceiver, SimulatedWorld world, VirtualMachine machine, StringBuilder log, CancellationToken token)
    {
        var image = new ApplicationImage(VirtualApplicationImage.Create("hello"));
        CoreLocation[] cores = [new(0, 0, 1), new(1, 1, 2), new(5, 9, 3), new(9, 5, 4)];
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2.5), world.Time);
        ApplicationSession[] sessions = await Task.WhenAll(Enumerable.Range(0, 3).Select(number => transceiver.Applications.StartAsync(
            image, [.. cores.Select(core => core with { Core = (byte)(core.Core + (4 * number)) })], cancellationToken: token))).ConfigureAwait(false);
        Task following = FollowAsync(stop.Token);
        Task leaving = FollowOneAsync();
        machine.KeepBusy(new ChipLocation(9, 5), TimeSpan.FromSeconds(1));
        var chip = new ChipLocation(1, 1);
        SdramAllocation block = await transceiver.Sdram.AllocateAsync(chip, 64, sessions[0].ApplicationId, cancellationToken: token).ConfigureAwait(false);
        await Task.WhenAll(
        [
            .. Enumerable.Range(0, 6).Select(_ => transceiver.Applications.CountCoresAsync(sessions[0].ApplicationId, CoreState.Running, token)),
            .. Enumerable.Range(0, 6).Select(key => LoadRoutesAsync((uint)key)),
            .. Enumerable.Range(0, 4).Select(_ => block.FreeAsync(token)),
            .. Enumerable.Range(0, 4).Select(_ => AllocateAsync()),
            .. Enumerable.Range(0, 4).Select(_ => transceiver.Applications.GetCoreInfosAsync(cancellationToken: token)),
            .. Enumerable.Range(0, 40).Select(number => transceiver.Memory.ReadAsync(new CoreLocation((byte)(number % 8), 0, 0), 0x6000_0000, 3000, token)),
            FloodAsync(),
            LoadAsync(),
        ]).ConfigureAwait(false);

        // A chip dies. Its callers give up together, and the next find it remembered.
        machine.KillMonitor(new ChipLocation(2, 2));
        for (int round = 0; round < 2; round++)
            await FailAsync(() => transceiver.Applications.GetCoreInfosAsync(cancellationToken: token)).ConfigureAwait(false);

        await FailAsync(() => transceiver.DiscoverAsync(cancellationToken: token)).ConfigureAwait(false);
        await Task.WhenAll(following, leaving).ConfigureAwait(false);
        await Task.WhenAll(sessions.SelectMany(static session => new[] { session.DisposeAsync().AsTask(), session.DisposeAsync().AsTask() })).ConfigureAwait(false);

        async Task FailAsync(Func<Task> act)
        {
            try
            {
                await act().ConfigureAwait(false);
                log.AppendLine(CultureInfo.InvariantCulture, $"{world.Time.Elapsed} done");
            }
            catch (SpinnakerException exception)
            {
                log.AppendLine(CultureInfo.InvariantCulture, $"{world.Time.Elapsed} {exception.Message}");
            }
        }

        Task LoadRoutesAsync(uint key) => FailAsync(() => transceiver.Routing.LoadAsync(chip, [new MulticastRoute(key, uint.MaxValue, default)], sessions[0].ApplicationId, token));

        Task FloodAsync() => FailAsync(() => transceiver.Memory.WriteFloodAsync(0x6100_0000, new byte[2000], cancellationToken: token));

        Task LoadAsync() => FailAsync(() => transceiver.Applications.LoadAsync(image, [new CoreLocation(3, 3, 16)], 99, cancellationToken: token));

        async Task AllocateAsync()
        {
            SdramAllocation more = await transceiver.Sdram.AllocateAsync(chip, 128, sessions[1].ApplicationId, cancellationToken: token).ConfigureAwait(false);
            await more.DisposeAsync().ConfigureAwait(false);
        }

        async Task FollowAsync(CancellationToken until)
        {
            try
            {
                await foreach (Iobuf text in transceiver.Iobuf.SubscribeAsync(cores, TimeSpan.FromMilliseconds(100), until).ConfigureAwait(false))
                    log.AppendLine(CultureInfo.InvariantCulture, $"{world.Time.Elapsed} {text.Core} {text.Text}");
            }
            catch (OperationCanceledException)
            {
                log.AppendLine(CultureInfo.InvariantCulture, $"{world.Time.Elapsed} no more");
            }
        }

        async Task FollowOneAsync()
        {
            await foreach (Iobuf text in transceiver.Iobuf.SubscribeAsync([cores[0]], TimeSpan.FromMilliseconds(100), token).ConfigureAwait(false))
            {
                log.AppendLine(CultureInfo.InvariantCulture, $"{world.Time.Elapsed} left at {text.Core}");
                break;
            }
        }
    }
}
