namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The registers of a chip's system controller that hosts read: identity, working cores, pins, barriers.</summary>
/// <remarks>The chip with the Ethernet holds a pin high, which keeps the network adapter out of reset.</remarks>
/// <param name="workingCores">The physical cores that work, one bit each.</param>
/// <param name="monitorPhysicalCore">The core that runs the monitor.</param>
/// <param name="hasEthernet">Whether the chip has an Ethernet.</param>
/// <param name="interrupt">Interrupts the cores of a mask, by their physical numbers.</param>
internal sealed class SystemControllerRegisters(Func<uint> workingCores, int monitorPhysicalCore, bool hasEthernet, Action<uint> interrupt) : IRegisterBank
{
    private const uint SetInterrupt = 0x08;
    private const uint Sleeping = 0x64;
    private const uint CoreMask = 0x3FFFF;

    /// <summary>The code that must be in the upper bits of values for dangerous registers.</summary>
    private const uint SecurityCode = 0x5EC;
    private const int SecurityShift = 20;

    private const uint ChipIdentity = 0x59111012;
    private const uint EthernetPin = 1 << 5;

    private uint _pins = hasEthernet ? EthernetPin : 0;
    private uint _turning;
    private uint _syncFlags;
    private IChipHardware? _hardware;

    /// <summary>The cores that may pass their next barrier, one bit each, by virtual number.</summary>
    public uint SyncFlags
    {
        get => _hardware?.SyncFlags ?? _syncFlags;
        set
        {
            _syncFlags = value;
            if (_hardware is { } hardware)
                hardware.SyncFlags = value;
        }
    }

    /// <summary>Moves everything except the pins to a controller that programs reach as well.</summary>
    public void MoveTo(IChipHardware hardware)
    {
        hardware.SyncFlags = _syncFlags;
        _hardware = hardware;
    }

    public uint Read(uint offset) => _hardware is { } hardware && !IsPins(offset) ? hardware.SystemController.Read(offset) : ReadOwn(offset);

    private static bool IsPins(uint offset) => offset is 0x40 or 0x48 or 0x4C;

    private uint ReadOwn(uint offset) => offset switch
    {
        0x00 => ChipIdentity,
        0x10 => workingCores(),
        0x34 => (uint)monitorPhysicalCore,
        0x40 or 0x48 or 0x4C => ReadPins(),
        0x58 or 0x5C => SyncFlags,

        // Cores whose programs are modelled do something for an instant only, and the monitor reads this.
        Sleeping => workingCores() & ~(1u << monitorPhysicalCore),
        _ => 0,
    };

    public void Write(uint offset, uint value)
    {
        if (_hardware is { } hardware && !IsPins(offset))
        {
            hardware.SystemController.Write(offset, value);
            return;
        }

        // Resets and clocks are not simulated.
        switch (offset)
        {
            case SetInterrupt when value >> SecurityShift == SecurityCode:
                interrupt(value & CoreMask);
                break;
            case 0x40:
                (_pins, _turning) = (value, 0);
                break;
            case 0x48:
                SetPins(value);
                break;
            case 0x4C:
                ClearPins(value);
                break;
            case 0x58:
                SyncFlags |= value;
                break;
            case 0x5C:
                SyncFlags &= ~value;
                break;
        }
    }

    public void SetPins(uint pins) => _pins = Turned() | pins;

    public void ClearPins(uint pins) => _pins = Turned() & ~pins;

    /// <summary>Inverts pins.</summary>
    /// <param name="pins">The pins.</param>
    /// <param name="atOnce">Whether the change is visible at once. Otherwise the first read shows the old state, as was recorded of the newest monitor.</param>
    public void InvertPins(uint pins, bool atOnce)
    {
        _pins = Turned();
        if (atOnce)
            _pins ^= pins;
        else
            _turning = pins;
    }

    private uint ReadPins()
    {
        uint pins = _pins;
        _pins = Turned();
        return pins;
    }

    private uint Turned()
    {
        uint pins = _pins ^ _turning;
        _turning = 0;
        return pins;
    }
}
