namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>One of the two timers of a core. It does not count down. It stores the start time and the start value, and computes the count from them. It is part of its core: do not copy it.</summary>
/// <remarks>
/// <para>Source: docs/protocol/chip.md, "Timers". The second timer's registers are 20 higher.</para>
/// <list type="table">
/// <listheader><term>Offset</term><description>Register</description></listheader>
/// <item><term>00</term><description>load: a write restarts from the value, and sets the background load too</description></item>
/// <item><term>04</term><description>count</description></item>
/// <item><term>08</term><description>control: 0 one shot, 1 32 bits, 3:2 prescale by 1, 16 or 256, 5 interrupt enable, 6 periodic, 7 enable</description></item>
/// <item><term>0c</term><description>clear interrupt, by any write</description></item>
/// <item><term>10, 14</term><description>raw and masked interrupt</description></item>
/// <item><term>18</term><description>background load: the start value of the next period</description></item>
/// </list>
/// </remarks>
internal struct CountdownTimer
{
    private const uint OneShot = 1 << 0;
    private const uint Wide = 1 << 1;
    private const uint InterruptEnable = 1 << 5;
    private const uint Periodic = 1 << 6;
    private const uint Enable = 1 << 7;

    private uint _load;
    private uint _background;
    private uint _control;
    private uint _value;
    private long _since;

    // When the count reaches zero. It is asked for much more often than it changes.
    private long _expiry;
    private bool _raw;
    private bool _isHalted;

    /// <summary>Makes a timer in its state after a reset.</summary>
    public CountdownTimer() => Reset();

    /// <summary>Whether the timer's interrupt was up at the last call.</summary>
    public readonly bool IsUp => _raw && (_control & InterruptEnable) != 0;

    /// <summary>When the interrupt will go up; <see cref="long.MaxValue"/> if it never will, or is up already.</summary>
    public readonly long NextInterrupt => _raw || (_control & InterruptEnable) == 0 ? long.MaxValue : _expiry;

    private readonly int Prescale => ((_control >> 2) & 3) switch
    {
        1 => 4,
        2 => 8,
        _ => 0,
    };

    private readonly bool IsRunning => (_control & Enable) != 0 && !_isHalted;

    private readonly uint Mask => (_control & Wide) != 0 ? uint.MaxValue : 0xffff;

    /// <summary>Puts the timer into the state after a reset.</summary>
    public void Reset()
    {
        _load = _background = 0;
        _control = InterruptEnable;
        _value = uint.MaxValue;
        _raw = false;
        _isHalted = true;
        UpdateExpiry();
    }

    /// <summary>Advances the timer to a time.</summary>
    public void CatchUp(long now)
    {
        if (_expiry <= now) Expire(now);
    }

    /// <summary>Reads a register.</summary>
    public uint Read(uint offset, long now)
    {
        CatchUp(now);
        return Peek(offset, now);
    }

    /// <summary>Reads a register as a debugger does: events that are due do not happen by it.</summary>
    public readonly uint Peek(uint offset, long now)
    {
        return offset switch
        {
            0x00 => _load,
            0x04 => _expiry < now ? 0 : Count(now),
            0x08 => _control,
            0x10 => _raw ? 1u : 0,
            0x14 => IsUp ? 1u : 0,
            0x18 => _background,
            _ => 0,
        };
    }

    /// <summary>Writes a register.</summary>
    public void Write(uint offset, uint value, long now)
    {
        CatchUp(now);
        switch (offset)
        {
            case 0x00:
                _load = _background = value;
                _value = value & Mask;
                _since = now;
                _isHalted = false;
                UpdateExpiry();
                break;
            case 0x08:
                SetControl(value, now);
                break;
            case 0x0c:
                _raw = false;
                break;
            case 0x18:
                _background = value;
                break;
        }

        CatchUp(now);
    }

    private void Expire(long now)
    {
        _raw = true;
        _load = (_control & OneShot) != 0 ? _load : _background;
        uint period = (_control & Periodic) != 0 ? _load & Mask : Mask;
        if ((_control & OneShot) != 0 || period == 0)
        {
            _isHalted = true;
            _value = 0;
            UpdateExpiry();
            return;
        }

        long clocks = (long)period << Prescale;
        long missed = now - _expiry;
        _since = missed < clocks ? _expiry : _expiry + (missed / clocks * clocks);
        _value = period;
        UpdateExpiry();
    }

    private readonly uint Count(long now) => IsRunning ? _value - (uint)((now - _since) >> Prescale) : _value;

    private void SetControl(uint value, long now)
    {
        _value = Count(now);
        _since = now;
        bool starts = (value & ~_control & Enable) != 0;
        bool isDone = _isHalted && _value == 0;
        if (starts && !isDone) _isHalted = false;
        _control = value & 0xff;
        UpdateExpiry();
    }

    private void UpdateExpiry() => _expiry = IsRunning ? _since + ((long)_value << Prescale) : long.MaxValue;
}
