using System.Buffers.Binary;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Machines.Verbs;

/// <summary>A machine of 24 boards on which verbs are tried, each on some chips of every board.</summary>
internal sealed class VerbMachine : IAsyncDisposable
{
    /// <summary>More than a board answers at a time, so that something is half-way.</summary>
    private const int ChipsOfBoard = 12;

    /// <summary>Without it everything happens at once, and there is no half-way.</summary>
    private static readonly TimeSpan s_timeOfMessage = TimeSpan.FromMicroseconds(60);

    private readonly SimulatedMachine _machine;
    private readonly Dictionary<ChipLocation, ChipLocation[]> _chips;

    private VerbMachine(SimulatedMachine machine, EieioConnection listener)
    {
        _machine = machine;
        Listener = listener;
        Boards = [.. machine.Machine.EthernetChips.Select(static chip => chip.Location)];
        _chips = Boards.ToDictionary(static board => board, board => machine.Machine.ChipsOfBoard(board).Take(ChipsOfBoard).Select(static chip => chip.Location).ToArray());
        Chips = ChipsOf(Boards);
        Cores = CoresOf(Boards);
    }

    public Transceiver Transceiver => _machine.Transceiver;

    public EieioConnection Listener { get; }

    public IReadOnlyList<ChipLocation> Boards { get; }

    /// <summary>The chips that verbs are about.</summary>
    public ChipLocation[] Chips { get; }

    /// <summary>The cores that verbs are about, one on each of the chips.</summary>
    public CoreLocation[] Cores { get; }

    public TimeSpan Now => _machine.World.Time.Elapsed;

    /// <summary>Whether no connection has a request under way.</summary>
    public bool IsIdle => Transceiver.Connections.All(static connection => connection.Statistics is { InFlight: 0, Queued: 0 });

    /// <summary>How many buffers connections hold for requests and replies.</summary>
    public int BufferCount => Transceiver.Connections.Max(static connection => connection.OutstandingBuffers);

    public static async Task<VerbMachine> OpenAsync(CancellationToken cancellationToken)
    {
        SimulatedMachine machine = await SimulatedMachine.OpenAsync(
            SimulatedMachine.OptionsFor(TestMachine.Frame) with { ServiceTime = ServiceTime.None with { PerMessage = s_timeOfMessage } }, cancellationToken);
        return new VerbMachine(machine, await EieioConnection.ListenAsync(options: machine.World.Options, cancellationToken: cancellationToken));
    }

    public ChipLocation[] ChipsOf(IEnumerable<ChipLocation> boards) => [.. boards.SelectMany(board => _chips[board])];

    public CoreLocation[] CoresOf(IEnumerable<ChipLocation> boards) => [.. ChipsOf(boards).Select(static chip => new CoreLocation(chip, 3))];

    public ChipLocation BoardOf(ChipLocation chip) => _machine.Machine[chip].NearestEthernet;

    /// <summary>Does a verb, and moves the clock until it has ended.</summary>
    public Task<PartialResult<object?>> DoAsync(WholeMachineVerb verb, CancellationToken cancellationToken) => FinishAsync(BeginAsync(verb, cancellationToken));

    /// <summary>Begins a verb.</summary>
    public Task<PartialResult<object?>> BeginAsync(WholeMachineVerb verb, CancellationToken cancellationToken) =>
        SimulatedMachine.WithoutContext(() => verb.RunAsync(this, cancellationToken));

    /// <summary>Moves the clock until something has ended.</summary>
    public Task<T> FinishAsync<T>(Task<T> task) => _machine.FinishAsync(task);

    /// <summary>Moves the clock until something has ended.</summary>
    public Task FinishAsync(Task task) => _machine.FinishAsync(task);

    /// <summary>Moves the clock.</summary>
    public void Advance(TimeSpan time) => _machine.World.Time.Advance(time);

    /// <summary>Has two of a hundred datagrams lost each way, two come twice, and two overtaken.</summary>
    public void SpoilNetwork() => _machine.Virtual.Faults = SimulatedMachine.BadNetwork;

    /// <summary>Has a board say nothing from some time on.</summary>
    public void MuteAfter(ChipLocation board, TimeSpan time) => _machine.MuteAfter(board, time);

    /// <summary>Ends all faults.</summary>
    public void Mend()
    {
        _machine.Virtual.Faults = FaultOptions.None;
        foreach (VirtualBoard board in _machine.Virtual.Boards)
            board.IsMute = false;
    }

    /// <summary>Starts a program on all the cores, without asking anybody.</summary>
    public void RunOnCores(byte applicationId, Func<CoreLocation, IVirtualCoreApplication>? program = null)
    {
        foreach (CoreLocation core in Cores)
            _machine.Virtual.Run(core, program?.Invoke(core) ?? new IdleApplication(), applicationId);
    }

    /// <summary>What the machine itself knows about a core.</summary>
    public CoreInfo Look(CoreLocation core) => _machine.Look(core);

    public byte[] Read(ChipLocation chip, uint address, int length) => _machine.Read(chip, address, length);

    public void Write(ChipLocation chip, uint address, ReadOnlySpan<byte> bytes) => _machine.Virtual.WriteMemory(chip, address, bytes);

    public void WriteWord(ChipLocation chip, uint address, uint word)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, word);
        Write(chip, address, bytes);
    }

    public async ValueTask DisposeAsync()
    {
        await Listener.DisposeAsync();
        await _machine.DisposeAsync();
    }
}
