using System.Buffers.Binary;
using System.Collections.Immutable;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>Makes the chips of a machine as they are after booting.</summary>
internal sealed class ChipMaker(Scamp scamp, EventHub events, MachineLayout geometry, IReadOnlyList<BoardParts> boards, Topology topology, ChipLocation root, PageAccount pages)
{
    private readonly MemoryImage _image = SystemTables.MakeImage(scamp.BootBlock, scamp.Firmware);
    private readonly uint _bootTime = BinaryPrimitives.ReadUInt32LittleEndian(scamp.BootBlock.AsSpan(Boot.BootBlock.UnixTime));

    /// <summary>Makes the chip at a place.</summary>
    public VirtualChip Make(ChipLocation location)
    {
        int board = geometry.BoardOf(location);
        ChipLocation ethernet = geometry.Ethernets[board];
        bool hasEthernet = location == ethernet;
        bool isRoot = location == root;
        BoardAddress address = boards[board].Address;
        var identity = new ChipIdentity(
            location,
            ethernet,
            geometry.LocalOf(location),
            hasEthernet ? address.Bytes : default,
            geometry.Width,
            geometry.Height,
            hasEthernet || !scamp.Firmware.FillsTablesTwice ? topology.ChipCount : boards.Count + 1,
            OrderCores(geometry.WorkingCores(location), SdpBuffer.AddressOf(location)),
            topology.Links(location),
            isRoot ? ChipIdentity.RootParent : (byte)topology.FromRoot.LinkBack(location),
            topology.ChildLinks(location),
            topology.FromRoot.Hops(location),
            scamp.RootAddress);
        var chip = new VirtualChip(
            identity,
            hasEthernet ? boards[board].SerialRom : null,
            _image,
            InitialiseMemory,
            () => topology.MakeP2PTable(location),
            () => scamp.Clock.Now - scamp.Clock.Started,
            _bootTime,
            SystemTables.SdramHeap(scamp.BootBlock),
            scamp.Traffic.CountersOf(location),
            scamp.Firmware.SystemRoute,
            pages);
        chip.Memory.FillHopTable = memory => SystemTables.WriteHopTable(memory, topology.Distances(location));
        chip.Report = (kind, core, text) => events.Publish(new MachineEvent(scamp.Clock.Now, kind, Board: null, location, core, text));
        return chip;
    }

    /// <summary>The monitor is the first of the cores. If the options draw it at random, it can be any core.</summary>
    private ImmutableArray<byte> OrderCores(ImmutableArray<byte> cores, ushort chip)
    {
        if (!scamp.Options.RandomMonitorCores)
            return cores;

        byte monitor = cores[(int)(Prng.Mix(scamp.Options.Seed ^ ((ulong)chip << 32)) % (ulong)cores.Length)];
        return cores.Remove(monitor).Insert(0, monitor);
    }

    private void InitialiseMemory(VirtualChip chip, ChipMemory memory)
    {
        uint random = (uint)Prng.Mix(scamp.Options.Seed + chip.Identity.Address + 1) | 1;
        SystemTables.Write(memory, chip.Identity, scamp.BootBlock, scamp.Firmware, random);
        if (chip.HasEthernet)
            MonitorCode.WriteEthernet(memory);
        if (chip.SerialRom is { } rom)
            SystemTables.WriteFaultList(memory, rom);
        if (chip.WorkingCores < ChipAddresses.MaxCores)
            ApplicationData.WriteStubs(memory, chip.ApplicationCores);

        for (int core = 0; core < chip.WorkingCores; core++)
        {
            bool isMonitor = core == 0;
            chip.Vcpu(core).Start(isMonitor ? CoreState.Running : CoreState.Idle, 0, _bootTime, isMonitor ? "scamp-3"u8 : "sark"u8, scamp.Firmware.Number);
            if (!isMonitor && scamp.BootBlock[Boot.BootBlock.SoftWatchdog] != 0)
                chip.Vcpu(core).ShowPlace(VirtualCore.IdlePlace);
        }
    }
}
