using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Applications;

/// <summary>A loop: messages to an injector on 1,1 core 1 come back from a gatherer on 0,0 core 1, by tag 1. Both run from the start.</summary>
internal sealed class LiveBench : IDisposable
{
    public const uint Space = 0x10000;
    public static readonly CoreLocation Gatherer = new(0, 0, 1);
    public static readonly CoreLocation Injector = new(1, 1, 1);

    private readonly VirtualMachineOptions _options;

    public LiveBench(LiveGathererApplication? gatherer = null, LiveInjectorApplication? injector = null)
    {
        _options = new VirtualMachineOptions
        {
            Board = BoardType.Spin3,
            LedgerSize = 10_000,
            Placements =
            [
                new ProgramPlacement(Gatherer, () => gatherer ?? new LiveGathererApplication { RunsAtOnce = true }),
                new ProgramPlacement(Injector, () => injector ?? MakeInjector()),
            ],
            Routes = [new PacketRoute(Space, 0xFFFF0000, Injector.Chip, [Gatherer])],
        };
        Board = new BoardBench(MachineLayout.Spin3, _options);
        ToolChain.SetTag(Board);
    }

    public BoardBench Board { get; }

    public EventLedger Ledger => Board.Ledger;

    public static LiveInjectorApplication MakeInjector(uint buffer = 0) =>
        new() { RunsAtOnce = true, Settings = new LiveInjectorSettings { KeyPrefix = Space, Key = Space, ChecksKeys = true, BufferSize = buffer } };

    /// <summary>Sends a message to the injector, and returns what came back within the next ticks.</summary>
    public string[] Send(string eieio, int ticks = 1)
    {
        byte[] message = [0, 0, 7, 0xFF, (1 << 5) | 1, 0xFF, 1, 1, 0, 0, .. Convert.FromHexString(eieio)];
        List<string> sent = [.. Board.Send(message).Select(static datagram => datagram.Hex)];
        sent.AddRange(Wait(ticks));
        return [.. sent];
    }

    public string[] Wait(int ticks)
    {
        List<string> sent = [];
        for (int i = 0; i < ticks; i++)
            sent.AddRange(Board.Wait(TimeSpan.FromMilliseconds(1)).Select(static datagram => datagram.Hex));
        return [.. sent];
    }

    public long Times(LedgerKind kind) => Ledger.Total(kind).Times;

    public long Events(LedgerKind kind) => Ledger.Total(kind).Events;

    public void Dispose() => Board.Dispose();
}
