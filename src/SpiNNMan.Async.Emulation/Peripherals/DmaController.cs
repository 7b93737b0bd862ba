namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>The DMA controller of a core: one active transfer, one that waits. Bytes are moved at the end of a transfer.</summary>
/// <remarks>
/// <para>A transfer takes 20 clocks, plus one clock a word, times the number of active transfers of the chip at its start, including this one. Source: docs/protocol/chip.md, "DMA controller".</para>
/// <list type="table">
/// <listheader><term>Offset</term><description>Register</description></listheader>
/// <item><term>04, 08</term><description>address of the chip, address of the core's memory</description></item>
/// <item><term>0c</term><description>description; a write starts the transfer: 16:2 length, 19 from the core to the chip. The other bits are only stored</description></item>
/// <item><term>10</term><description>control: 0 forget the waiting transfer, 1 abort the active one, 2 restart, 3 clear done, 4 clear time-out, 5 clear error</description></item>
/// <item><term>14</term><description>status: 0 busy, 2 another waits, 10 done, 15 bus error, 31:24 physical number of the core</description></item>
/// <item><term>18</term><description>interrupt enables: 10 done, 15 bus error</description></item>
/// <item><term>1c-5c</term><description>checksums, time-out, statistics: only stored</description></item>
/// <item><term>104, 108, 10c</term><description>addresses and description of the active transfer</description></item>
/// </list>
/// </remarks>
internal sealed class DmaController
{
    private const long StartClocks = 20;
    private const uint Busy = 1 << 0;
    private const uint QueueFull = 1 << 2;
    private const uint Done = 1 << 10;
    private const uint BusError = 1 << 15;
    private const uint ToSystem = 1 << 19;
    private const uint LengthMask = 0x1fffc;

    private readonly int _core;
    private readonly VectoredInterruptController _vic;
    private readonly IDmaMemory _memory;
    private readonly uint[] _kept = new uint[0x60 / 4];
    private Transfer? _active;
    private Transfer? _waiting;
    private long _endsAt = long.MaxValue;
    private int _done;
    private bool _hasFailed;
    private uint _enables;

    /// <summary>Makes a controller.</summary>
    /// <param name="core">The physical number of its core.</param>
    /// <param name="vic">The interrupt controller of the core.</param>
    /// <param name="memory">The memory of the transfers.</param>
    public DmaController(int core, VectoredInterruptController vic, IDmaMemory memory)
    {
        _core = core;
        _vic = vic;
        _memory = memory;
    }

    /// <summary>When the active transfer ends; <see cref="long.MaxValue"/> if there is none.</summary>
    public long NextTime => _endsAt;

    /// <summary>Forgets transfers and settings.</summary>
    public void Reset()
    {
        Array.Clear(_kept);
        _waiting = null;
        Abort();
        _done = 0;
        _hasFailed = false;
        _enables = 0;
        Update();
    }

    /// <summary>Ends transfers that are due.</summary>
    public void CatchUp(long now)
    {
        while (_endsAt <= now)
        {
            Transfer transfer = _active!.Value;
            long end = _endsAt;
            bool moved = _memory.Move(transfer.System, transfer.Local, transfer.Description & LengthMask, (transfer.Description & ToSystem) != 0);
            Abort();
            if (moved) _done++;
            else _hasFailed = true;
            if (_waiting is { } next)
            {
                _waiting = null;
                Start(next, end);
            }

            Update();
        }
    }

    /// <summary>Reads a register.</summary>
    public uint Read(uint offset, long now)
    {
        CatchUp(now);
        return Peek(offset);
    }

    /// <summary>Reads a register as a debugger does: events that are due do not happen by it.</summary>
    public uint Peek(uint offset)
    {
        return offset switch
        {
            0x14 => ((uint)_core << 24) | (_done > 0 ? Done : 0) | (_hasFailed ? BusError : 0) | (_active.HasValue ? Busy : 0) | (_waiting.HasValue ? QueueFull : 0),
            0x18 => _enables,
            0x104 => _active?.System ?? 0,
            0x108 => _active?.Local ?? 0,
            0x10c => _active?.Description ?? 0,
            < 0x60 => _kept[offset / 4],
            _ => 0,
        };
    }

    /// <summary>Writes a register.</summary>
    public void Write(uint offset, uint value, long now)
    {
        CatchUp(now);
        if (offset < 0x60 && offset is not (0x10 or 0x14 or 0x18)) _kept[offset / 4] = value;
        switch (offset)
        {
            case 0x0c:
                Enqueue(new Transfer(_kept[1] & ~3u, _kept[2] & ~3u, value), now);
                break;
            case 0x10:
                Control(value, now);
                break;
            case 0x18:
                _enables = value;
                break;
        }

        Update();
    }

    private void Enqueue(Transfer transfer, long now)
    {
        if (!_active.HasValue) Start(transfer, now);
        else _waiting ??= transfer;
    }

    private void Control(uint value, long now)
    {
        if ((value & 1) != 0) _waiting = null;
        if ((value & 2) != 0) Abort();
        if ((value & 7) != 0) _done = 0;
        else if ((value & 8) != 0) _done = Math.Max(0, _done - 1);
        if ((value & 0x38) != 0) _hasFailed = false;
        if (!_active.HasValue && _waiting is { } next)
        {
            _waiting = null;
            Start(next, now);
        }
    }

    private void Start(Transfer transfer, long now)
    {
        _active = transfer;
        _memory.ActiveTransfers++;
        _endsAt = now + StartClocks + ((transfer.Description & LengthMask) / 4 * _memory.ActiveTransfers);
    }

    private void Abort()
    {
        if (_active.HasValue) _memory.ActiveTransfers--;
        _active = null;
        _endsAt = long.MaxValue;
    }

    private void Update()
    {
        uint lines = _done > 0 && (_enables & Done) != 0 ? 1u << InterruptSource.DmaDone : 0;
        if (_hasFailed && (_enables & BusError) != 0) lines |= 1u << InterruptSource.DmaError;
        _vic.SetLines(lines, (1u << InterruptSource.DmaDone) | (1u << InterruptSource.DmaError));
    }

    private readonly record struct Transfer(uint System, uint Local, uint Description);
}
