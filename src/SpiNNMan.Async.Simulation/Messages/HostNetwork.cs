using System.Net;

namespace SpiNNMan.Async.Simulation.Messages;

/// <summary>The hosts on the network of the boards. It decides which addresses answer when a board asks for a hardware address, and to which hosts boards may send.</summary>
/// <remarks>Outside the loopback network, any address may exist. In it, an address exists if it starts as 127.0, starts as the boards' addresses, or was heard.</remarks>
/// <param name="silent">Addresses that do not answer.</param>
/// <param name="anyDestination">Whether boards may send to any address.</param>
internal sealed class HostNetwork(IEnumerable<IPAddress> silent, bool anyDestination)
{
    private const int MostHeard = 1 << 16;
    private const uint Loopback = 127;

    private readonly HashSet<uint> _silent = [.. silent.Select(static host => BitConverter.ToUInt32(host.GetAddressBytes()))];
    private readonly HashSet<uint> _heard = [];
    private IPEndPoint? _last;

    /// <summary>Records that a host exists.</summary>
    /// <returns>Whether the host is new.</returns>
    public bool Hear(IPEndPoint sender)
    {
        // Most of the time the sender is the same as before.
        if (ReferenceEquals(sender, _last))
            return false;

        _last = sender;
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        return sender.Address.TryWriteBytes(bytes, out _) && _heard.Count < MostHeard && _heard.Add(BitConverter.ToUInt32(bytes));
    }

    /// <summary>Whether a host answers the board's question for an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="board">The board's own address.</param>
    public bool Answers(uint address, uint board) =>
        !_silent.Contains(address) && (!IsFarLoopback(address) || (address & 0xFFFF) == (board & 0xFFFF) || _heard.Contains(address));

    /// <summary>Whether a board may send to an address. Hosts that have never sent anything get nothing.</summary>
    public bool MayReceive(uint address) => anyDestination || (address & 0xFF) == Loopback || _heard.Contains(address);

    /// <summary>Words hold addresses in the order of the bytes on the network, read as little-endian.</summary>
    private static bool IsFarLoopback(uint address) => (address & 0xFF) == Loopback && (address & 0xFF00) != 0;
}
