namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>The watchdog of a chip, an SP805. It counts down, and requests an interrupt at zero. It resets the chip at the next zero, unless software has cleared the interrupt.</summary>
/// <remarks>
/// <para>Source: docs/protocol/chip.md, "Other devices".</para>
/// <list type="table">
/// <listheader><term>Offset</term><description>Register</description></listheader>
/// <item><term>00, 04</term><description>load: a write restarts; count</description></item>
/// <item><term>08</term><description>control: 0 count and interrupt, 1 reset</description></item>
/// <item><term>0c</term><description>clear interrupt, by any write: restarts from load</description></item>
/// <item><term>10, 14</term><description>raw and masked interrupt</description></item>
/// <item><term>c00</term><description>lock: writing 1acce551 unlocks, any other value locks; reads 1 while locked</description></item>
/// </list>
/// </remarks>
internal sealed class Watchdog
{
    private const uint Key = 0x1acce551;

    private uint _load = uint.MaxValue;
    private uint _control;
    private long _since;
    private bool _raw;
    private bool _isLocked;

    /// <summary>Whether it requests an interrupt.</summary>
    public bool IsUp => _raw && (_control & 1) != 0;

    /// <summary>When it reaches zero; <see cref="long.MaxValue"/> if it does not count.</summary>
    public long NextTime => (_control & 1) == 0 || (_raw && (_control & 2) == 0) ? long.MaxValue : _since + Math.Max(1L, _load);

    /// <summary>Advances the watchdog to a time.</summary>
    /// <returns>Whether the chip must be reset.</returns>
    public bool CatchUp(long now)
    {
        if (NextTime > now) return false;
        _since = NextTime;
        if (!_raw)
        {
            _raw = true;
            return false;
        }

        _raw = false;
        _control = 0;
        return true;
    }

    /// <summary>Reads a register.</summary>
    public uint Read(uint offset, long now) => offset switch
    {
        0x00 => _load,
        0x04 => (_control & 1) == 0 ? _load : (uint)Math.Max(0, _load - (now - _since)),
        0x08 => _control,
        0x10 => _raw ? 1u : 0,
        0x14 => IsUp ? 1u : 0,
        0xc00 => _isLocked ? 1u : 0,
        _ => 0,
    };

    /// <summary>Writes a register.</summary>
    public void Write(uint offset, uint value, long now)
    {
        if (offset == 0xc00) _isLocked = value != Key;
        if (_isLocked) return;
        switch (offset)
        {
            case 0x00:
                _load = value;
                _since = now;
                break;
            case 0x08:
                if ((value & ~_control & 1) != 0) _since = now;
                _control = value & 3;
                break;
            case 0x0c:
                _raw = false;
                _since = now;
                break;
        }
    }
}
