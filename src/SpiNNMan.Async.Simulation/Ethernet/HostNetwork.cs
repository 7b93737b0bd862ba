namespace SpiNNMan.Async.Simulation.Ethernet;

/// <summary>The hosts on the network of the boards: who answers when a board asks for the hardware address that belongs to an IP address.</summary>
/// <remarks>Beyond the loopback network there may be anybody. In it, only those are there who use it: addresses that start as 127.0 or as those of the boards do, and whoever was heard.</remarks>
internal sealed class HostNetwork
{
    private const int MostHeard = 4096;
    private const uint Loopback = 127;

    private readonly HashSet<uint> _silent;
    private readonly HashSet<uint> _heard = [];

    public HostNetwork(VirtualMachineOptions options) =>
        _silent = [.. options.SilentHosts.Select(static host => BitConverter.ToUInt32(host.GetAddressBytes()))];

    /// <summary>Notes that somebody is there.</summary>
    /// <returns>Whether nobody knew.</returns>
    public bool Hear(uint address) => IsFarLoopback(address) && _heard.Count < MostHeard && _heard.Add(address);

    /// <summary>Whether somebody answers for an address when a board asks.</summary>
    /// <param name="address">The address.</param>
    /// <param name="board">The board's own.</param>
    public bool Answers(uint address, uint board) =>
        !_silent.Contains(address) && (!IsFarLoopback(address) || (address & 0xFFFF) == (board & 0xFFFF) || _heard.Contains(address));

    /// <summary>Words hold addresses in the order of the bytes on the network, read as little-endian.</summary>
    private static bool IsFarLoopback(uint address) => (address & 0xFF) == Loopback && (address & 0xFF00) != 0;
}
