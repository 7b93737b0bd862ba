using System.Buffers.Binary;
using System.Net;
using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Executed;

/// <summary>The network around executed boards: what of it boards cannot know by themselves.</summary>
/// <param name="hosts">Who is there.</param>
/// <remarks>
/// A chip hears all ports of its address, but the host must open them. So requests that set reverse tags are looked at on their way in, and their ports are opened.
/// </remarks>
internal sealed class BoardNetwork(Messages.HostNetwork hosts)
{
    private const int CommandOffset = 10;
    private const int FirstArgument = 14;
    private const int SecondArgument = 18;
    private const uint ReverseFlag = 1u << 29;
    private const uint LastSetting = 1;

    private readonly Dictionary<VirtualBoard, HashSet<ushort>> _ports = [];

    /// <summary>Notes what comes to a board.</summary>
    public void Hear(VirtualBoard board, ushort port, ReadOnlySpan<byte> datagram, IPEndPoint sender)
    {
        hosts.Hear(sender);
        if (port != ScpMessage.Port || datagram.Length < SecondArgument + sizeof(uint) || BinaryPrimitives.ReadUInt16LittleEndian(datagram[CommandOffset..]) != (ushort)ScpCommand.IPTag)
            return;

        uint what = BinaryPrimitives.ReadUInt32LittleEndian(datagram[FirstArgument..]);
        if ((what & ReverseFlag) != 0 && ((what >> 16) & 0xFF) <= LastSetting)
            Listen(board, BinaryPrimitives.ReadUInt16LittleEndian(datagram[SecondArgument..]));
    }

    /// <summary>Sends what a board has sent.</summary>
    public void Send(VirtualBoard board, HostDatagram datagram)
    {
        if (datagram.ChipPort == Boot.BootRom.Port && datagram.Payload.Span.SequenceEqual(Boot.BootRom.Announcement))
        {
            foreach (IPEndPoint target in board.AnnouncementTargets.Select(target => datagram.Host.Address.Equals(IPAddress.Broadcast) ? target : new IPEndPoint(datagram.Host.Address, target.Port)).Distinct())
                Send(board, datagram, target);
        }
        else if (hosts.MayReceive(BitConverter.ToUInt32(datagram.Host.Address.GetAddressBytes())))
        {
            Send(board, datagram, datagram.Host);
        }
        else
        {
            board.Port.Counters.Drop(DropReason.StrangeDestination);
        }
    }

    private static void Send(VirtualBoard board, HostDatagram datagram, IPEndPoint target)
    {
        board.Port.Counters.Sent++;
        board.Port.Wire.Send((ushort)datagram.ChipPort, datagram.Payload.Span, target);
    }

    private void Listen(VirtualBoard board, ushort port)
    {
        if (port is 0 or ScpMessage.Port or Boot.BootRom.Port)
            return;

        if (!_ports.TryGetValue(board, out HashSet<ushort>? ports))
            _ports.Add(board, ports = []);
        if (ports.Add(port))
            board.Port.Wire.Listen(ports);
    }
}
