namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>The system controller of a chip: resets and interrupts of cores, locks, flags, pins, and the settings of clocks.</summary>
/// <remarks>
/// <para>Writes marked * must have 5ec in bits 31:20. Core numbers are physical, except in the flags, whose meaning software defines. Source: docs/protocol/chip.md, "System controller".</para>
/// <list type="table">
/// <listheader><term>Offset</term><description>Register</description></listheader>
/// <item><term>00</term><description>chip id</description></item>
/// <item><term>04 *</term><description>cores whose clock is off</description></item>
/// <item><term>08 *, 0c *</term><description>interrupts of cores: set, clear</description></item>
/// <item><term>10, 14</term><description>cores that work: set, clear</description></item>
/// <item><term>18 *</term><description>cores held in reset</description></item>
/// <item><term>1c, 20, 28, 2c</term><description>resets of other parts: read 0</description></item>
/// <item><term>24 *</term><description>cores to reset now</description></item>
/// <item><term>30</term><description>cause of the last reset</description></item>
/// <item><term>34 *</term><description>the monitor: cores apply by a write</description></item>
/// <item><term>38</term><description>miscellaneous: bit 0 puts system RAM at the vectors</description></item>
/// <item><term>3c-4c</term><description>pins: pull-ups, output, direction (1 is in), set, clear; reading the last two reads the pins</description></item>
/// <item><term>50, 54, 60</term><description>PLLs and clock multiplexer: only stored</description></item>
/// <item><term>58, 5c</term><description>flags: set, clear</description></item>
/// <item><term>64</term><description>cores that sleep</description></item>
/// <item><term>68-70</term><description>temperature sensors: constant</description></item>
/// <item><term>80+4k</term><description>arbiter: 1 for the first reader, else 0</description></item>
/// <item><term>100+4k, 180+4k</term><description>lock k: a read returns it in bit 31 and sets it, or clears it</description></item>
/// <item><term>200</term><description>links that are off</description></item>
/// </list>
/// </remarks>
internal sealed class SystemController
{
    /// <summary>The value of the chip id register.</summary>
    public const uint ChipId = 0x59111012;

    private const uint Code = 0x5ec00000;
    private const uint CodeMask = 0xfff00000;
    private const uint AllCores = 0x3ffff;
    private const uint Sensor = 0x01001300;
    private const uint Taken = 1u << 31;

    private readonly ISystemControl _chip;
    private readonly SerialRom? _serialRom;
    private readonly uint[] _kept = new uint[0x80 / 4];
    private uint _locks;
    private uint _arbiters;
    private uint _pins = SerialRom.NotSelected;

    /// <summary>Makes a controller in its state after power-on.</summary>
    /// <param name="chip">The parts that it controls.</param>
    /// <param name="serialRom">The serial ROM at its pins. Only chips with Ethernet have one.</param>
    /// <param name="monitor">The core that the boot ROM has made the monitor.</param>
    /// <param name="cores">The cores that passed the boot ROM's test.</param>
    public SystemController(ISystemControl chip, SerialRom? serialRom, int monitor, uint cores)
    {
        _chip = chip;
        _serialRom = serialRom;
        CoresOk = cores;
        MonitorId = (uint)monitor;
        _kept[0x38 / 4] = 0xe;
        _kept[0x44 / 4] = 0xffffffc7;
    }

    /// <summary>Physical cores whose clock is off.</summary>
    public uint ClocksOff { get; private set; }

    /// <summary>Physical cores held in reset.</summary>
    public uint HeldInReset { get; private set; }

    /// <summary>Physical cores whose interrupt is up.</summary>
    public uint Interrupts { get; private set; }

    /// <summary>The cores that work.</summary>
    public uint CoresOk { get; private set; }

    /// <summary>The value of the monitor id register.</summary>
    public uint MonitorId { get; private set; }

    /// <summary>The flags by which cores wait for each other.</summary>
    public uint Flags { get; set; }

    /// <summary>Links that are off.</summary>
    public uint LinksOff { get; private set; }

    /// <summary>The locks that are taken.</summary>
    public uint Locks => _locks;

    /// <summary>The levels of the pins that are outputs: lights, and the serial ROM.</summary>
    public uint Pins => _pins;

    /// <summary>The cause of the last reset.</summary>
    public uint ResetCode
    {
        get => _kept[0x30 / 4];
        set => _kept[0x30 / 4] = value;
    }

    /// <summary>Raises the interrupts of cores, as a write to 08 does.</summary>
    public void RaiseInterrupts(uint cores)
    {
        Interrupts |= cores & AllCores;
        _chip.InterruptCores(Interrupts);
    }

    /// <summary>Reads a register.</summary>
    public uint Read(uint offset) => offset switch
    {
        0x00 => ChipId,
        0x04 => ClocksOff,
        0x08 or 0x0c => Interrupts,
        0x10 or 0x14 => CoresOk,
        0x18 => HeldInReset,
        0x1c or 0x20 or 0x24 or 0x28 or 0x2c => 0,
        0x34 => MonitorId,
        0x40 => _pins,
        0x48 or 0x4c => (_pins & ~_kept[0x44 / 4] & ~(SerialRom.NotSelected | SerialRom.Out)) | (_serialRom?.Pins ?? 0) | (1u << 29),
        0x58 or 0x5c => Flags,
        0x64 => _chip.SleepingCores,
        0x68 or 0x6c or 0x70 => Sensor,
        < 0x80 => _kept[offset / 4],
        < 0x100 => Arbitrate((int)(offset - 0x80) / 4),
        < 0x180 => TestAndSet((int)(offset - 0x100) / 4),
        < 0x200 => TestAndClear((int)(offset - 0x180) / 4),
        0x200 => LinksOff,
        _ => 0,
    };

    /// <summary>Reads a register as a debugger does. Locks and arbiters do not change, and show the value that a read would return.</summary>
    public uint Peek(uint offset) => offset switch
    {
        >= 0x80 and < 0x100 => (_arbiters & (1u << ((int)(offset - 0x80) / 4))) == 0 ? 1u : 0,
        >= 0x100 and < 0x200 => (_locks & (1u << ((int)(offset & 0x7f) / 4))) != 0 ? Taken : 0,
        _ => Read(offset),
    };

    /// <summary>Writes a register.</summary>
    public void Write(uint offset, uint value)
    {
        bool hasCode = (value & CodeMask) == Code;
        uint cores = value & AllCores;
        switch (offset)
        {
            case 0x04 or 0x08 or 0x0c or 0x18 or 0x24 or 0x34:
                if (hasCode) WriteGuarded(offset, cores);
                break;
            case 0x10: CoresOk |= cores; break;
            case 0x14: CoresOk &= ~cores; break;
            case 0x38:
                _kept[offset / 4] = value;
                _chip.SetMiscellaneous(value);
                break;
            case 0x40: SetPins(value); break;
            case 0x48: SetPins(_pins | value); break;
            case 0x4c: SetPins(_pins & ~value); break;
            case 0x58: Flags |= cores; break;
            case 0x5c: Flags &= ~cores; break;
            case 0x3c or 0x44 or 0x50 or 0x54 or 0x60: _kept[offset / 4] = value; break;
            case 0x200:
                LinksOff = value & 0x3f;
                _chip.LinksSwitched();
                break;
        }
    }

    private void WriteGuarded(uint offset, uint cores)
    {
        switch (offset)
        {
            case 0x04:
                ClocksOff = cores;
                _chip.CoresGated();
                break;
            case 0x08:
                RaiseInterrupts(cores);
                break;
            case 0x0c:
                Interrupts &= ~cores;
                _chip.InterruptCores(Interrupts);
                break;
            case 0x18:
                HeldInReset = cores;
                _chip.CoresGated();
                break;
            case 0x24:
                _chip.ResetCores(cores);
                break;
            case 0x34:
                MonitorId = cores & 0x1f;
                break;
        }
    }

    private void SetPins(uint value)
    {
        uint before = _pins;
        _pins = value;
        _serialRom?.SetPins(before, value);
    }

    private uint Arbitrate(int arbiter)
    {
        uint bit = 1u << arbiter;
        uint first = (_arbiters & bit) == 0 ? 1u : 0;
        _arbiters |= bit;
        return first;
    }

    private uint TestAndSet(int register)
    {
        uint bit = 1u << register;
        if ((_locks & bit) != 0)
        {
            _chip.LockWasTaken(register);
            return Taken;
        }

        _locks |= bit;
        return 0;
    }

    private uint TestAndClear(int register)
    {
        uint bit = 1u << register;
        if ((_locks & bit) == 0) return 0;
        _locks &= ~bit;
        _chip.LockIsFree(register);
        return Taken;
    }
}
