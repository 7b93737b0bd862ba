using System.Buffers.Binary;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Applications;
using SpiNNMan.Async.Wire.Scp.Memory;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Executed;

/// <summary>A virtual machine whose cores execute programs, used by way of the library, on the simulated clock.</summary>
internal sealed class Bench : IAsyncDisposable
{
    public static readonly ChipLocation Root = new(0, 0);

    private const uint User = 0x70;

    private readonly SimulatedMachine _machine;
    private readonly CancellationToken _cancellationToken;

    private Bench(SimulatedMachine machine, CancellationToken cancellationToken)
    {
        _machine = machine;
        _cancellationToken = cancellationToken;
    }

    public VirtualMachine Virtual => _machine.Virtual;

    public Transceiver Transceiver => _machine.Transceiver;

    public SimulatedMachine Machine => _machine;

    public static async Task<Bench> OpenAsync(CancellationToken cancellationToken, VirtualMachineOptions? options = null) =>
        new(await SimulatedMachine.OpenAsync(options ?? new VirtualMachineOptions { Board = BoardType.Spin3 }, cancellationToken), cancellationToken);

    /// <summary>One of the programs of test/Programs/Applications.</summary>
    public static byte[] Program(string name)
    {
        using Stream stream = typeof(Bench).Assembly.GetManifestResourceStream(name + ".aplx")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public static CoreLocation Core(int number, int x = 0, int y = 0) => new((byte)x, (byte)y, (byte)number);

    public static CoreLocation[] Cores(int first, int count) => [.. Enumerable.Range(first, count).Select(number => Core(number))];

    /// <summary>Starts a program, with a word that it finds in the first that belongs to its user.</summary>
    public Task<ApplicationSession> StartAsync(string program, CoreLocation[] cores, uint argument = 0) => StartAsync(Program(program), cores, argument);

    public async Task<ApplicationSession> StartAsync(byte[] image, CoreLocation[] cores, uint argument = 0)
    {
        foreach (CoreLocation core in cores)
            SetUser(core, 0, argument);

        return await RunAsync(Transceiver.Applications.StartAsync(new ApplicationImage(image), cores, cancellationToken: _cancellationToken));
    }

    public Task<T> RunAsync<T>(Task<T> task) => _machine.RunAsync(task, _cancellationToken);

    public Task RunAsync(Task task) => _machine.RunAsync(task, _cancellationToken);

    /// <summary>Lets time pass until a core is in a state, half a second at the most.</summary>
    public CoreInfo WaitFor(CoreLocation core, params CoreState[] states)
    {
        CoreInfo info = _machine.Look(core);
        for (int step = 0; step < 500 && !states.Contains(info.State); step++)
        {
            Wait(1);
            info = _machine.Look(core);
        }

        Assert.That(states, Does.Contain(info.State), $"{core}: {info.RunTimeError} at {info.LinkRegister:x8}");
        return info;
    }

    public void Wait(double milliseconds) => _machine.World.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    public uint UserOf(CoreLocation core, int number) => Word(core.Chip, BlockOf(core) + User + (4 * (uint)number));

    public void SetUser(CoreLocation core, int number, uint value) => SetWord(core.Chip, BlockOf(core) + User + (4 * (uint)number), value);

    public uint Word(ChipLocation chip, uint address) => BinaryPrimitives.ReadUInt32LittleEndian(_machine.Read(chip, address, 4));

    public void SetWord(ChipLocation chip, uint address, uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Virtual.WriteMemory(chip, address, bytes);
    }

    public async Task<string> IobufAsync(CoreLocation core) => (await RunAsync(Transceiver.Iobuf.GetAsync(core, _cancellationToken))).Text;

    public Task<SdramSpace> SpaceAsync() => RunAsync(Transceiver.GetConnection(Root).ExecuteAsync(new SdramGetSpace(Root), _cancellationToken).AsTask());

    /// <summary>The entries of the first chip's router that an application has.</summary>
    public async Task<IReadOnlyList<MulticastRoute>> RoutesAsync() => [.. (await RunAsync(Transceiver.Routing.GetAsync(Root, cancellationToken: _cancellationToken))).Where(static route => route.Key < 0xffff0000)];

    /// <summary>Sends a message to a port of a core, and returns what comes back, or <see langword="null"/> if nothing does.</summary>
    public Task<SdpMessage?> AskAsync(CoreLocation core, int port, params byte[] data) => _machine.DoAsync(async () =>
    {
        var options = new SdpConnectionOptions { Network = _machine.World.Network, TimeProvider = _machine.World.Time, RunContinuationsAsynchronously = false, Chip = Root };
        await using SdpConnection connection = await SdpConnection.OpenAsync("10.0.0.1", ScpMessage.Port, options, _cancellationToken);
        await connection.SendSdpMessageAsync(new SdpMessage(new SdpHeader(SdpFlags.ReplyExpected, 0, new SdpEndpoint(core, (byte)port), SdpEndpoint.Host(Root)), data), _cancellationToken);
        try
        {
            return (SdpMessage?)await connection.ReceiveSdpMessageAsync(TimeSpan.FromMilliseconds(50), _cancellationToken);
        }
        catch (SpinnakerTimeoutException)
        {
            return null;
        }
    });

    public Task<VersionInfo> AskVersionAsync(ChipLocation chip) => RunAsync(Transceiver.GetConnection(chip).GetVersionAsync(new CoreLocation(chip, 0), _cancellationToken).AsTask());

    /// <summary>Starts an image without a look at what becomes of it.</summary>
    public async Task LoadAsync(byte[] image, CoreLocation core, byte application = 99)
    {
        const uint place = 0x67800000;
        Virtual.WriteMemory(core.Chip, place, image);
        var start = new ApplicationRun(core.Chip, application, CoreSet.Create(core.Core));
        await RunAsync(Transceiver.GetConnection(core.Chip).ExecuteAsync(start, _cancellationToken).AsTask());
    }

    /// <summary>Sends packets with a key on their way.</summary>
    public Task RouteAsync(byte application, ChipLocation chip, uint key, uint route, uint mask = uint.MaxValue) =>
        RunAsync(Transceiver.Routing.LoadAsync(chip, [new MulticastRoute(key, mask, Route.FromWord(route))], application, _cancellationToken));

    public async ValueTask DisposeAsync()
    {
        Assert.That(Virtual.LastDefect, Is.Null);
        await _machine.DisposeAsync();
    }

    private static uint BlockOf(CoreLocation core) => MemoryMap.GetCoreInfoAddress(core.Core);
}
