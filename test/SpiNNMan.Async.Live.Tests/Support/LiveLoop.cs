using System.Buffers.Binary;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Faults;

namespace SpiNNMan.Async.Live.Tests.Support;

/// <summary>A loop on a virtual SpiNN-3 board: what is sent to the injectors on 1,1 comes back from the gatherer on 0,0 by tag 1. The cores wait to be started, and have tables of data as tool chains make them.</summary>
internal sealed class LiveLoop : IAsyncDisposable
{
    private const uint TableOf = 0x60200000;
    private const uint RegionSize = 0x100;
    private const int Regions = 5;
    private const byte ApplicationId = 17;

    public static readonly CoreLocation Gatherer = new(0, 0, 1);
    public static readonly CoreLocation FirstInjector = new(1, 1, 1);
    public static readonly CoreLocation SecondInjector = new(1, 1, 2);

    private LiveLoop(LiveWorld world, VirtualMachine machine)
    {
        World = world;
        Machine = machine;
    }

    public LiveWorld World { get; }

    public VirtualMachine Machine { get; }

    /// <summary>A run whose input comes back as it is.</summary>
    public static RunDatabase Database { get; } = Samples.Run with
    {
        Name = "loop",
        ApplicationId = ApplicationId,
        Populations =
        [
            new Population("input")
            {
                Parts = [new PopulationPart(FirstInjector, [new KeyRange(0x10000, 0, 100)]), new PopulationPart(SecondInjector, [new KeyRange(0x20000, 100, 50)])],
                Gatherers = [Samples.Gatherer],
            },
            new Population("silent") { Parts = [new PopulationPart(new CoreLocation(0, 1, 1), [new KeyRange(0x30000, 0, 10)])] },
        ],
    };

    public static async Task<LiveLoop> StartAsync(
        LiveWorld world, LinkFaults? faults = null, ulong seed = 0, LiveGathererSettings? gatherer = null, uint buffer = 0, int ringSize = 255, int ledgerSize = 0, CancellationToken cancellationToken = default)
    {
        gatherer ??= new LiveGathererSettings();
        LiveInjectorSettings first = SettingsOf(0x10000, buffer);
        LiveInjectorSettings second = SettingsOf(0x20000, buffer: 0);
        VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions
            {
                Board = BoardType.Spin3,
                BindAddress = Samples.Board,
                UseTruePorts = true,
                Network = world.Network,
                TimeProvider = world.Time,
                Seed = seed,
                Faults = faults is null ? FaultOptions.None : new FaultOptions { Ingress = faults, Egress = faults },
                LedgerSize = ledgerSize,
                Placements =
                [
                    new ProgramPlacement(Gatherer, () => new LiveGathererApplication { Settings = gatherer, RingSize = ringSize }) { ApplicationId = ApplicationId },
                    new ProgramPlacement(FirstInjector, () => new LiveInjectorApplication { Settings = first }) { ApplicationId = ApplicationId },
                    new ProgramPlacement(new CoreLocation(0, 1, 1), static () => new SimulationApplication()) { ApplicationId = ApplicationId },
                    new ProgramPlacement(SecondInjector, () => new LiveInjectorApplication { Settings = second }) { ApplicationId = ApplicationId },
                ],
                Routes =
                [
                    new PacketRoute(0x10000, 0xFFFF0000, FirstInjector.Chip, [Gatherer]) { ApplicationId = ApplicationId },
                    new PacketRoute(0x20000, 0xFFFF0000, FirstInjector.Chip, [Gatherer]) { ApplicationId = ApplicationId },
                ],
            },
            cancellationToken);
        var loop = new LiveLoop(world, machine);
        loop.WriteTable(Gatherer, gatherer.ToWords(new ChipLocation(0, 0)));
        loop.WriteTable(FirstInjector, first.ToWords(new ChipLocation(0, 0)));
        loop.WriteTable(SecondInjector, second.ToWords(new ChipLocation(0, 0)));
        return loop;
    }

    public Task<LiveRun> OpenAsync(LiveOptions? options = null, RunDatabase? database = null, CancellationToken cancellationToken = default) =>
        LiveConnection.FromDatabaseAsync(database ?? Database, options ?? World.Options, cancellationToken);

    public async ValueTask DisposeAsync() => await Machine.DisposeAsync();

    private static LiveInjectorSettings SettingsOf(uint space, uint buffer) => new() { KeyPrefix = space, Key = space, ChecksKeys = true, BufferSize = buffer };

    private void WriteTable(CoreLocation core, uint[] settings)
    {
        uint table = TableOf + (0x1000u * core.Core);
        var words = new List<uint> { 0xAD130AD6, 0x00010000 };
        for (uint region = 0; region < Regions; region++)
            words.AddRange([table + ((region + 1) * RegionSize), 0, RegionSize / sizeof(uint)]);

        Write(core.Chip, table, [.. words]);
        Write(core.Chip, table + RegionSize, [0, 1000, 3]);
        Write(core.Chip, table + (2 * RegionSize), settings);
        Write(core.Chip, MemoryMap.GetUserRegisterAddress(core.Core, 0), [table]);
    }

    private void Write(ChipLocation chip, uint address, uint[] words)
    {
        var bytes = new byte[words.Length * sizeof(uint)];
        for (int index = 0; index < words.Length; index++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(index * sizeof(uint)), words[index]);

        Machine.WriteMemory(chip, address, bytes);
    }
}
