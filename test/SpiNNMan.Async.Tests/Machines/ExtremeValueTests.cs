using System.Buffers.Binary;
using System.Net;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests.Machines;

/// <summary>Whatever numbers a board tells, verbs end, and in nothing but a result or an error of the library.</summary>
internal sealed class ExtremeValueTests
{
    private static readonly ChipLocation s_chip = new(1, 1);
    private static readonly CoreLocation s_core = new(1, 1, 2);

    private static readonly Dictionary<string, Func<Transceiver, CancellationToken, Task>> s_verbs = new(StringComparer.Ordinal)
    {
        ["DiscoverAsync"] = static (machine, stop) => machine.DiscoverAsync(cancellationToken: stop),
        ["GetCoreStatesAsync"] = static (machine, stop) => machine.Applications.GetStatesAsync(cancellationToken: stop),
        ["GetCoreInfosAsync"] = static (machine, stop) => machine.Applications.GetCoreInfosAsync(cancellationToken: stop),
        ["GetCoreInfosAsync in states"] = static (machine, stop) => machine.Applications.GetCoreInfosAsync(states: [CoreState.Running, (CoreState)255], cancellationToken: stop),
        ["CountCoresAsync"] = static (machine, stop) => machine.Applications.CountCoresAsync(30, [CoreState.Running, CoreState.Ready], stop),
        ["WaitForStateAsync"] = static (machine, stop) => machine.Applications.WaitForStateAsync([s_core], [CoreState.Finished], new WaitOptions { Timeout = TimeSpan.FromSeconds(1) }, stop),
        ["GetIobufsAsync"] = static (machine, stop) => machine.Iobuf.GetAsync(cancellationToken: stop),
        ["GetHeapAsync"] = static (machine, stop) => machine.Sdram.GetHeapAsync(s_chip, cancellationToken: stop),
        ["GetSdramSpaceAsync"] = static (machine, stop) => machine.Sdram.GetSpaceAsync(s_chip, stop),
        ["AllocateSdramAsync"] = static (machine, stop) => machine.Sdram.AllocateAsync(s_chip, 100, 30, cancellationToken: stop),
        ["AllocateSdramAsync on chips"] = static (machine, stop) => machine.Sdram.AllocateAsync([s_chip, default], 100, 30, cancellationToken: stop),
        ["FreeSdramAsync"] = static (machine, stop) => machine.Sdram.FreeAsync(s_chip, 0x60001008, stop),
        ["FreeSdramOfApplicationAsync"] = static (machine, stop) => machine.Sdram.FreeOfApplicationAsync(30, cancellationToken: stop),
        ["FindSdramAsync"] = static (machine, stop) => machine.Sdram.FindAsync(s_chip, 30, 1, stop),
        ["GetMulticastRoutesAsync"] = static (machine, stop) => machine.Routing.GetAsync([s_chip], 30, stop),
        ["LoadMulticastRoutesAsync"] = static (machine, stop) => machine.Routing.LoadAsync(s_chip, [new MulticastRoute(1, 0xFFFFFFFF, new Route([1], [2]))], 30, stop),
        ["ClearMulticastRoutesAsync"] = static (machine, stop) => machine.Routing.ClearAsync(30, cancellationToken: stop),
        ["GetFixedRouteAsync"] = static (machine, stop) => machine.Routing.GetFixedRouteAsync(s_chip, stop),
        ["GetRouterDiagnosticsAsync"] = static (machine, stop) => machine.Routing.GetDiagnosticsAsync([s_chip], stop),
        ["GetTagsAsync"] = static (machine, stop) => machine.Tags.GetAsync(cancellationToken: stop),
        ["SetIPTagAsync"] = static (machine, stop) => machine.Tags.SetAsync(3, "10.9.9.9", 4000, cancellationToken: stop),
        ["ReadSystemVariablesAsync"] = static (machine, stop) => machine.Chips.ReadSystemVariablesAsync(s_chip, stop),
        ["GetClockDriftAsync"] = static (machine, stop) => machine.Chips.GetClockDriftAsync(s_chip, stop),
        ["LoadApplicationAsync"] = static (machine, stop) => machine.Applications.LoadAsync([new ApplicationPart(SimulatedMachine.Image("idle"), [s_core])], 30, cancellationToken: stop),
        ["StopAllApplicationsAsync"] = static (machine, stop) => machine.Applications.StopAllAsync(cancellationToken: stop),
    };

    private static readonly Dictionary<string, Action<Memory<byte>>> s_lies = new(StringComparer.Ordinal)
    {
        ["all ones"] = static data => data.Span.Fill(0xFF),
        ["zeros"] = static data => data.Span.Clear(),
        ["the largest number"] = static data => Words(data, 0x7FFFFFFF),
        ["the least number"] = static data => Words(data, 0x80000000),
        ["addresses of memory"] = static data => Words(data, 0x60000010),
        ["addresses of the end of memory"] = static data => Words(data, 0x67FFFFFC),
    };

    /// <summary>A table in which all routes lead somewhere is that of the largest machine there can be, of which all 65,536 chips are asked: that takes long, and is as it should be.</summary>
    public static IEnumerable<TestCaseData> Cases() => s_verbs.Keys
        .SelectMany(static verb => s_lies.Keys.Select(lie => (verb, lie)))
        .Where(static one => one is not ("DiscoverAsync", "all ones" or "zeros"))
        .Select(static one => new TestCaseData(one.verb, one.lie));

    public static IEnumerable<string> Verbs() => s_verbs.Keys.Where(static verb => verb is not "DiscoverAsync");

    [TestCaseSource(nameof(Cases)), CancelAfter(60_000)]
    public async Task Ends_as_verbs_end(string verb, string lie, CancellationToken cancellationToken)
    {
        LyingNetwork? network = null;
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(
            new VirtualMachineOptions { Board = BoardType.Spin3 },
            cancellationToken,
            options => options with { Connection = options.Connection with { Network = network = new LyingNetwork(options.Connection.Network), GiveUpAfter = TimeSpan.FromSeconds(1) } });
        long before = machine.Transceiver.Connections[0].Statistics.Sent;
        network!.Lie = s_lies[lie];

        try
        {
            await machine.DoAsync(() => s_verbs[verb](machine.Transceiver, cancellationToken));
        }
        catch (SpinnakerException)
        {
            // Most of it cannot be true.
        }
        finally
        {
            network.Lie = null;
        }

        Assert.That(machine.Transceiver.Connections[0].Statistics.Sent - before, Is.LessThan(20_000));
    }

    [Test, CancelAfter(60_000)]
    public async Task Ends_whatever_a_few_replies_say([ValueSource(nameof(Verbs))] string verb, [Range(1, 3)] int seed, CancellationToken cancellationToken)
    {
        LyingNetwork? network = null;
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(
            new VirtualMachineOptions { Board = BoardType.Spin3 },
            cancellationToken,
            options => options with { Connection = options.Connection with { Network = network = new LyingNetwork(options.Connection.Network), GiveUpAfter = TimeSpan.FromSeconds(1) } });
        long before = machine.Transceiver.Connections[0].Statistics.Sent;
        var random = new Random(seed);
        uint[] words = [0, 4, 0x60000000, 0x60000004, 0x60240000, 0x67FFFFF0, 0x67FFFFFC, 0x68000000, 0xE5000000, 0xE5007000, 0xF5000000, 0xFFFFFFFC, 0xFFFFFFFF, 0x80000000, 0x7FFFFFFF];
        network!.Lie = data =>
        {
            for (int offset = 0; offset + 4 <= data.Length; offset += 4)
            {
                if (random.Next(4 * seed) == 0)
                    BinaryPrimitives.WriteUInt32LittleEndian(data.Span[offset..], random.Next(2) == 0 ? words[random.Next(words.Length)] : (uint)random.Next());
            }
        };

        try
        {
            await machine.DoAsync(() => s_verbs[verb](machine.Transceiver, cancellationToken));
        }
        catch (SpinnakerException)
        {
            // Most of it cannot be true.
        }
        finally
        {
            network.Lie = null;
        }

        Assert.That(machine.Transceiver.Connections[0].Statistics.Sent - before, Is.LessThan(200_000));
    }

    [Test, CancelAfter(60_000)]
    public async Task Counts_that_cannot_be_are_told_of_chip_by_chip(CancellationToken cancellationToken)
    {
        LyingNetwork? network = null;
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(
            new VirtualMachineOptions { Board = BoardType.Spin3 },
            cancellationToken,
            options => options with { Connection = options.Connection with { Network = network = new LyingNetwork(options.Connection.Network) } });
        network!.Lie = s_lies["the largest number"];

        MachineOperationException<int>? error = await Assert.ThrowsAsync<MachineOperationException<int>>(() => machine.DoAsync(() => machine.Transceiver.Sdram.FreeOfApplicationAsync(30, cancellationToken: cancellationToken)));
        network.Lie = null;

        Assert.That((error!.Failures.Count, error.PartialResult), Is.EqualTo((4, 0)));
        Assert.That(error.Message, Does.Contain("more blocks"));
    }

    [TestCase(200, 200)]
    [TestCase(1, 0)]
    [TestCase(0, 200)]
    [CancelAfter(60_000)]
    public async Task A_machine_whose_chip_is_told_wrong_is_not_opened_as_if_all_were_well(int x, int y, CancellationToken cancellationToken)
    {
        var world = new SimulatedWorld();
        var address = IPAddress.Parse("10.0.0.1");
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Board = BoardType.Spin5, BindAddress = address, UseTruePorts = true, Network = world.Network, TimeProvider = world.Time }, cancellationToken);
        var network = new LyingNetwork(world.Network);
        int versions = 0;
        network.Lie = data =>
        {
            // The name of the software stands behind twelve bytes; the coordinates, in the first four.
            if (data.Length > 17 && data.Span[12..17].SequenceEqual("SC&MP"u8) && versions++ >= 0)
                (data.Span[2], data.Span[3]) = ((byte)y, (byte)x);
        };

        try
        {
            await using Transceiver opened = await world.Time.RunUntilAsync(
                Transceiver.OpenAsync(new IPEndPoint(address, ScpMessage.Port), new TransceiverOptions { Connection = world.Options with { Network = network } }, cancellationToken), cancellationToken);
            Assert.That((opened.Machine.Chips.Count, opened.Machine.Contains(opened.Machine.BootChip)), Is.EqualTo((48, true)));
        }
        catch (SpinnakerException exception)
        {
            Assert.That(exception.Message, Is.Not.Empty);
        }
    }

    private static void Words(Memory<byte> data, uint word)
    {
        for (int offset = 0; offset + sizeof(uint) <= data.Length; offset += sizeof(uint))
            BinaryPrimitives.WriteUInt32LittleEndian(data.Span[offset..], word);
    }
}
