using System.Net;
using Microsoft.Extensions.Time.Testing;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Scheduling;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Tests.Firmware;

/// <summary>A machine with its BMP, without sockets, that a transcript talks to under the names it has for connections.</summary>
internal sealed class TranscriptBench : IDisposable
{
    private static readonly IPEndPoint s_client = new(IPAddress.Parse("192.168.240.254"), 40000);

    private readonly FakeTimeProvider _time = new();
    private readonly Kernel _kernel;
    private readonly VirtualBoard[] _boards;
    private readonly RecordingWire[] _wires;
    private readonly VirtualBmp _bmp;
    private readonly RecordingWire _bmpWire = new();
    private readonly List<Vcpu> _set = [];

    public TranscriptBench(MachineLayout layout, bool booted)
    {
        _kernel = new Kernel(_time);
        var options = new VirtualMachineOptions { Firmware = new SoftwareVersion(3, 4, 2) };
        BoardOptions boards = LayerOptions.Boards(options);
        var rack = new BoardRack(_kernel, boards, layout);
        _wires = [.. layout.Ethernets.Select(_ => new RecordingWire())];
        _boards = [.. _wires.Select((wire, number) => new VirtualBoard(_kernel, boards, rack, wire, new DeviceCounters(), new IPAddress([192, 168, 240, (byte)(253 - number)]), []))];
        _bmp = new VirtualBmp(_kernel, new BmpCommands(_kernel, _boards, 1, boards.Schedule.PowerOn), 0, IPAddress.Parse("192.168.240.250"), _bmpWire, new DeviceCounters());
        using (_kernel.Enter())
        {
            if (booted)
            {
                rack.StartBooted();
            }
            else
            {
                foreach (VirtualBoard board in _boards)
                    board.PowerOn();
            }
        }
    }

    /// <summary>Sends a datagram and returns what came back to the sender at once.</summary>
    /// <param name="connection">The transcript's name of the connection; with a number after it, that board.</param>
    /// <param name="datagram">The datagram.</param>
    public IReadOnlyList<byte[]> Send(string connection, byte[] datagram)
    {
        (IDevice device, RecordingWire wire, ushort port) = connection switch
        {
            "bmp" => ((IDevice)_bmp, _bmpWire, (ushort)ScpMessage.Port),
            "boot" => (_boards[0], _wires[0], (ushort)BootRom.Port),
            "listener" => (_boards[^1], _wires[^1], (ushort)ScpMessage.Port),
            _ => (_boards[0], _wires[0], (ushort)ScpMessage.Port),
        };
        wire.Sent.Clear();
        using (_kernel.Enter())
            device.Receive(port, datagram, s_client);

        return [.. wire.Sent.Select(sent => sent.Bytes)];
    }

    /// <summary>Lets time pass, and returns what the board or BMP sent by itself.</summary>
    public IReadOnlyList<byte[]> Wait(TimeSpan time)
    {
        foreach (RecordingWire wire in _wires.Append(_bmpWire))
            wire.Sent.Clear();

        _time.Advance(time);
        return [.. _wires.Append(_bmpWire).SelectMany(wire => wire.Sent).Select(sent => sent.Bytes)];
    }

    /// <summary>A chip, to put it into the state that a transcript starts from.</summary>
    public VirtualChip Chip(int x, int y) => _boards[0].Machine!.FindChip(new ChipLocation((byte)x, (byte)y))!;

    /// <summary>The chip across a link.</summary>
    public VirtualChip Neighbour(VirtualChip chip, uint link) => ((ModelledMachine)_boards[0].Machine!).Software.Chips.Neighbour(chip, (int)link)!;

    /// <summary>Puts a value into a register of an FPGA.</summary>
    public void SetFpga(uint fpga, uint address, uint value) => _boards[0].Fpgas.Write((int)fpga, address, value);

    /// <summary>Makes exactly so many cores of an application be in a state.</summary>
    public void SetStates(byte application, byte state, int count)
    {
        foreach (Vcpu vcpu in _set)
            Set(vcpu, 0, CoreState.Idle);

        // From the last core on: conversations look closer at the first.
        _set.Clear();
        foreach (VirtualChip chip in _boards[0].Chips.OrderByDescending(chip => chip.Identity.Address))
        {
            for (int core = chip.WorkingCores - 1; core > 0 && _set.Count < count; core--)
            {
                Set(chip.Vcpu(core), application, (CoreState)state);
                _set.Add(chip.Vcpu(core));
            }
        }

        static void Set(Vcpu vcpu, byte application, CoreState state)
        {
            vcpu.ApplicationId = application;
            vcpu.State = state;
        }
    }

    public void Dispose() => _kernel.Dispose();
}
