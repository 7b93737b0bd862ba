using System.Net;

namespace SpiNNMan.Async.Simulation.Messages;

/// <summary>The hosts on the network of the boards: who answers when a board asks for the hardware address that belongs to an IP address, and to whom boards may send.</summary>
/// <remarks>Beyond the loopback network there may be anybody. In it, only those are there who use it: addresses that start as 127.0 or as those of the boards do, and whoever was heard.</remarks>
/// <param name="silent">Addresses that nobody answers to.</param>
/// <param name="anyDestination">Whether boards may send to anybody.</param>
internal sealed class HostNetwork(IEnumerable<IPAddress> silent, bool anyDestination)
{
    private const int MostHeard = 1 << 16;
    private const uint Loopback = 127;

    private readonly HashSet<uint> _silent = [.. silent.Select(static host => BitConverter.ToUInt32(host.GetAddressBytes()))];
    private readonly HashSet<uint> _heard = [];
    private IPEndPoint? _last;

    /// <summary>Notes that somebody is there.</summary>
    /// <returns>Whether nobody knew.</returns>
    public bool Hear(IPEndPoint sender)
    {
        // Mostly it is the same as before.
        if (ReferenceEquals(sender, _last))
            return false;

        _last = sender;
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        return sender.Address.TryWriteBytes(bytes, out _) && _heard.Count < MostHeard && _heard.Add(BitConverter.ToUInt32(bytes));
    }

    /// <summary>Whether somebody answers for an address when a board asks.</summary>
    /// <param name="address">The address.</param>
    /// <param name="board">The board's own.</param>
    public bool Answers(uint address, uint board) =>
        !_silent.Contains(address) && (!IsFarLoopback(address) || (address & 0xFFFF) == (board & 0xFFFF) || _heard.Contains(address));

    /// <summary>Whether a board may send to an address: not to strangers, who have not asked for it.</summary>
    public bool MayReceive(uint address) => anyDestination || (address & 0xFF) == Loopback || _heard.Contains(address);

    /// <summary>Words hold addresses in the order of the bytes on the network, read as little-endian.</summary>
    private static bool IsFarLoopback(uint address) => (address & 0xFF) == Loopback && (address & 0xFF00) != 0;
}
