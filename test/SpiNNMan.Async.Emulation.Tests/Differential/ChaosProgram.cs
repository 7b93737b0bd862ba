namespace SpiNNMan.Async.Emulation.Tests.Differential;

/// <summary>
/// A program of random instructions: loops, calls, returns, loads and stores everywhere, also to itself. All exceptions have handlers that go on behind the instruction; a jump into nothing
/// starts again.
/// </summary>
internal sealed class ChaosProgram
{
    public const uint Start = 0x100;

    private readonly Xoshiro _random;

    public ChaosProgram(ulong seed)
    {
        _random = new Xoshiro(seed);
        IsThumb = _random.OneIn(3);
        Length = 40 + (int)_random.Next(160);
        Words = IsThumb ? ThumbWords() : [.. Enumerable.Range(0, Length).Select(ArmWord)];
        for (int register = 0; register < 15; register++) Registers[register] = Value();
        Status = (_random.Next() & 0xf8000000) | (_random.OneIn(3) ? _random.Next(4) << 6 : 0) | (IsThumb ? 0x20u : 0) | 0x1f;
    }

    public bool IsThumb { get; }

    public int Length { get; }

    public uint[] Words { get; }

    public uint[] Registers { get; } = new uint[15];

    public uint Status { get; }

    /// <summary>The vectors and handlers, from address 0.</summary>
    public static uint[] Handlers =>
    [
        0xea00003e,   // reset: b 100
        0xe1b0f00e,   // undefined: movs pc, lr
        0xe1b0f00e,   // SWI: movs pc, lr
        0xea000007,   // prefetch abort: b 30
        0xea00000a,   // data abort: b 40
        0xea00003a,
        0xe25ef004,   // IRQ: subs pc, lr, #4
        0xe2888001,   // FIQ: add r8, #1; subs pc, lr, #4
        0xe25ef004,
        0, 0, 0,
        0xe3a0e000,   // 30: mov lr, #100; movs pc, lr
        0xe28eec01,
        0xe1b0f00e,
        0,
        0xe3a0da01,   // 40: mov sp, #1000; str r0, [sp]; mrs r0, spsr; tst r0, #20; ldr r0, [sp]; subne lr, #6; subeq lr, #4; movs pc, lr
        0xe58d0000,
        0xe14f0000,
        0xe3100020,
        0xe59d0000,
        0x124ee006,
        0x024ee004,
        0xe1b0f00e,
    ];

    private uint[] ThumbWords()
    {
        var words = new uint[Length];
        for (int index = 0; index < Length; index++) words[index] = ThumbHalf(index) | (ThumbHalf(index) << 16);
        return words;
    }

    private uint ArmWord(int index)
    {
        uint condition = _random.OneIn(2) ? _random.Next(15) : 14;
        switch (_random.Next(24))
        {
            case 0 or 1:
                return (condition << 28) | 0x0a000000 | Displacement(index);
            case 2:
                return (condition << 28) | 0x0b000000 | Displacement(index);
            case 3:
                return (condition << 28) | 0x012fff1e;
            case 4:
                return (condition << 28) | 0x08bd0000 | (_random.Next() & 0x7fff) | (_random.OneIn(2) ? 0x8000u : 0) | 1;
            case 5:
                return (condition << 28) | 0x092d0001 | (_random.Next() & 0x5fff);
            case 6:
                return (condition << 28) | (_random.OneIn(2) ? 0x0f000000u : 0xee070f90 & 0x0fffffff) | (_random.OneIn(8) ? 0x100u : 0);
            case 7:
                return (condition << 28) | 0x01a0f00e;
            case 8:
                return 0xe2500001;
            case 9:
                return _random.Next();
            case 10:
                return ArmGenerator.Branch(_random);
            case 11:
                return (condition << 28) | 0x059f0000 | (_random.Next(15) << 12) | (_random.Next(64) << 2);
            default:
                return ArmGenerator.Straight(_random);
        }
    }

    private uint ThumbHalf(int index) => _random.Next(12) switch
    {
        0 or 1 => ThumbGenerator.Branch(_random),
        2 => 0xd000 | (_random.Next(14) << 8) | (_random.Next(24) + 0xe8) & 0xff,
        3 => 0xe000 | ((_random.Next(40) - 20) & 0x7ff),
        4 => _random.Next() & 0xffff,
        5 => 0x4770,
        6 => 0xf000,
        7 => 0xf800 | _random.Next((uint)Length),
        _ => ThumbGenerator.Straight(_random),
    };

    private uint Displacement(int index) => (_random.Next((uint)Length) - (uint)index - 2) & 0xffffff;

    private uint Value() => _random.Next(10) switch
    {
        < 4 => 0x00400000 + 0x4000 + ((_random.Next() & 0x7fff) & ~3u),
        4 => Start + ((_random.Next() & 0x3ff) & ~3u),
        5 => 0x10000000 + (_random.Next(16) * 4),
        6 => 0x60000000 + ((_random.Next() & 0xfff) & ~3u),
        7 => 0xf5000000 + ((_random.Next() & 0xfff) & ~3u),
        8 => _random.Next() & 0x7f,
        _ => _random.Next(),
    };
}
