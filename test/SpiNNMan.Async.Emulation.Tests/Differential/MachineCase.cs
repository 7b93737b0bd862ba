namespace SpiNNMan.Async.Emulation.Tests.Differential;

/// <summary>Registers, status, data memory and a few instructions, from a seed.</summary>
internal sealed class MachineCase
{
    public const uint DataStart = 0x00400000;
    public const int DataSize = 0x10000;
    public const uint CodeStart = 0x60000000;
    public const int CodeSize = 0x01000000;

    /// <summary>How many cases with consecutive seeds are at different addresses.</summary>
    public const ulong Addresses = (CodeSize - 0x10000) / CodeSlot;

    private const int CodeSlot = 64;

    public MachineCase(ulong seed)
    {
        Seed = seed;
        Xoshiro random = new(seed);
        IsThumb = random.OneIn(3);
        EndsWithBranch = random.OneIn(6);
        int length = random.OneIn(2) ? 1 : 2 + (int)random.Next(8);
        Code = new uint[length];
        for (int index = 0; index < length; index++)
        {
            bool branch = EndsWithBranch && index == length - 1;
            Code[index] = IsThumb
                ? branch ? ThumbGenerator.Branch(random) : ThumbGenerator.Straight(random)
                : branch ? ArmGenerator.Branch(random) : ArmGenerator.Straight(random);
        }

        Address = CodeStart + 0x8000 + (uint)(seed % Addresses) * CodeSlot;
        for (int register = 0; register < 15; register++) Registers[register] = Value(random);
        Status = (random.Next() & 0xf8000000) | (random.Next(4) << 6) | (IsThumb ? 0x20u : 0) | 0x1f;
        DataSeed = random.Next();
    }

    public ulong Seed { get; }

    public bool IsThumb { get; }

    public bool EndsWithBranch { get; }

    public uint[] Code { get; }

    public uint Address { get; }

    public uint[] Registers { get; } = new uint[15];

    public uint Status { get; }

    public uint DataSeed { get; }

    public uint End => Address + (uint)(Code.Length * (IsThumb ? 2 : 4));

    /// <summary>The bytes of the instructions.</summary>
    public byte[] Bytes()
    {
        var bytes = new byte[Code.Length * (IsThumb ? 2 : 4)];
        for (int index = 0; index < Code.Length; index++)
        {
            if (IsThumb) BitConverter.TryWriteBytes(bytes.AsSpan(2 * index), (ushort)Code[index]);
            else BitConverter.TryWriteBytes(bytes.AsSpan(4 * index), Code[index]);
        }

        return bytes;
    }

    public override string ToString() =>
        $"seed {Seed}: {(IsThumb ? "Thumb" : "ARM")} at {Address:x8}: {string.Join(' ', Code.Select(op => IsThumb ? $"{op:x4}" : $"{op:x8}"))}; status {Status:x8}; "
        + string.Join(' ', Registers.Select((value, register) => $"r{register}={value:x8}"));

    // No number is an address of code, so that cases hardly ever read what others have left there.
    private static uint Value(Xoshiro random)
    {
        uint value = AnyValue(random);
        return value >> 29 == CodeStart >> 29 ? value ^ 0x80000000 : value;
    }

    private static uint AnyValue(Xoshiro random) => random.Next(8) switch
    {
        < 4 => DataStart + 0x4000 + ((random.Next() & 0x7fff) & ~3u),
        4 => random.Next() & 0x7f,
        5 => random.OneIn(2) ? 0x80000000 : uint.MaxValue,
        6 => random.Next() & 0xff00ff00,
        _ => random.Next(),
    };
}
