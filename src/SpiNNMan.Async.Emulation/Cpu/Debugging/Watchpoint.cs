namespace SpiNNMan.Async.Emulation.Cpu.Debugging;

/// <summary>Memory whose accesses stop a core.</summary>
/// <param name="Address">The first address.</param>
/// <param name="Length">The number of bytes.</param>
/// <param name="OnRead">Whether loads stop.</param>
/// <param name="OnWrite">Whether stores stop.</param>
internal readonly record struct Watchpoint(uint Address, uint Length, bool OnRead, bool OnWrite)
{
    /// <summary>Whether the watchpoint covers an access. The two addresses of shared memory count as one.</summary>
    public bool Covers(DataAccess access) =>
        ((access.IsLoad && OnRead) || (access.IsStore && OnWrite)) && Overlaps(Canonical(Address), Length, Canonical(access.Address), access.Length);

    private static bool Overlaps(uint one, uint oneLength, uint other, uint otherLength) => one - other < otherLength || other - one < oneLength;

    private static uint Canonical(uint address) => (address >> 24) switch
    {
        >= 0x60 and < 0x80 => 0x60000000 | (address & 0x07ffffff),
        0xe5 or 0xf5 => 0xf5000000 | (address & 0x7fff),
        _ => address,
    };
}
