using System.Runtime.InteropServices;

namespace SpiNNMan.Async.Emulation.Tests.Differential;

/// <summary>What a case leaves behind.</summary>
internal sealed record MachineOutcome(uint[] Registers, uint Pc, uint Status, ulong Data)
{
    /// <summary>One number for all of it.</summary>
    public ulong Hash()
    {
        ulong hash = Data;
        foreach (uint value in (uint[])[.. Registers, Pc, Status])
        {
            hash = (hash ^ value) * 0xff51afd7ed558ccd;
            hash ^= hash >> 29;
        }

        return hash;
    }

    public bool Equals(MachineOutcome? other) =>
        other is not null && Pc == other.Pc && Status == other.Status && Data == other.Data && Registers.AsSpan().SequenceEqual(other.Registers);

    public override int GetHashCode() => HashCode.Combine(Pc, Status, Data);

    public override string ToString() =>
        $"pc {Pc:x8}, status {Status:x8}, data {Data:x16}, " + string.Join(' ', Registers.Select((value, register) => $"r{register}={value:x8}"));

    /// <summary>One number for data memory: the sum of what each changed word has become, so that it need not be read twice.</summary>
    public static ulong HashData(ReadOnlySpan<byte> data)
    {
        ulong hash = 0x9e3779b97f4a7c15;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(data))
        {
            hash = (hash ^ word) * 0xff51afd7ed558ccd;
            hash ^= hash >> 32;
        }

        return hash;
    }
}
