using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Behaves as the packet gatherer of the usual tool chain does. It sends the streams of extra monitors to hosts.
/// It takes data from hosts into the memories of the chips of its board, and tells the extra monitors how
/// long packets may wait.</summary>
/// <remarks>
/// Commands come as SCP to port 4: 0 and 1 set how long packets wait, 6 clears queues. Others are not answered. Data from hosts comes to port 6. Its messages to hosts leave by an IP tag.
/// It takes its settings from the table of data
/// of its core. Protocol: virtual-machine.md, "Streams of memory".
/// </remarks>
public sealed class PacketGathererApplication : IVirtualCoreApplication
{
    /// <summary>The port for data from hosts.</summary>
    public const byte DataPort = 6;

    private const int ArgumentsOffset = 4;
    private const uint TagOffset = 5 * sizeof(uint);
    private const uint ChipsRegion = 1;
    private const uint CountsRegion = 2;
    private const uint MostChips = 48;
    private const uint WordsPerChip = 3;
    private const byte UsualTag = 1;

    private uint? _timeoutKey;
    private byte _tag = UsualTag;
    private StreamAssembly? _assembly;
    private IncomingTransfer? _incoming;
    private uint _sent;
    private uint _received;

    private enum Control : ushort
    {
        SetFirstWait = 0,
        SetSecondWait = 1,
        ClearQueue = 6,
    }

    /// <inheritdoc/>
    public string Name => "data_speed_up_p";

    /// <summary>Whether it has the faults of the real program. A bad address or chip stops it. A second block that comes before the first one stops the extra monitor of its chip. The default is
    /// <see langword="true"/>.</summary>
    public bool HasFaults { get; init; } = true;

    /// <inheritdoc/>
    public bool UsesSpin1Api => true;

    /// <inheritdoc/>
    public bool TakesStream(byte port) => port == DataPort;

    /// <inheritdoc/>
    public void OnStart(IVirtualCore core)
    {
        uint settings = DataTable.FindRegion(core, 0);
        if (settings != 0)
            _tag = (byte)DataTable.ReadWord(core, settings + TagOffset);

        _assembly = new StreamAssembly(StreamKeys.ReadGatherer(core, settings), datagram => Answer(core, datagram));
        _incoming = new IncomingTransfer(ReadChips(core), HasFaults, datagram => Answer(core, datagram));
    }

    /// <inheritdoc/>
    public void OnFixedRoute(IVirtualCore core, uint data, uint? payload)
    {
        if (payload is { } word)
            _assembly?.Take(data, word);
    }

    /// <inheritdoc/>
    public void OnMessage(IVirtualCore core, in SdpMessage message)
    {
        byte port = message.Header.Destination.Port;
        if (port == ExtraMonitorApplication.ControlPort)
        {
            Obey(core, message);
        }
        else if (port == DataPort && _incoming is not null)
        {
            Count(core, ref _received);
            _incoming.OnMessage(core, new StreamMessage(message));
        }
    }

    private void Obey(IVirtualCore core, in SdpMessage message)
    {
        ReadOnlySpan<byte> data = message.Data.Span;
        if (data.Length < ArgumentsOffset + sizeof(uint))
            return;

        var command = (Control)BinaryPrimitives.ReadUInt16LittleEndian(data);
        uint argument = BinaryPrimitives.ReadUInt32LittleEndian(data[ArgumentsOffset..]);
        switch (command)
        {
            case Control.SetFirstWait or Control.SetSecondWait when argument > byte.MaxValue:
                ProgramReply.Send(core, message, ScpResult.BadArgument);
                break;
            case Control.SetFirstWait or Control.SetSecondWait:
                Broadcast(core, (uint)command, argument);
                ProgramReply.Send(core, message);
                break;
            case Control.ClearQueue:
                Broadcast(core, 2, 0);
                ProgramReply.Send(core, message);
                break;
        }
    }

    /// <summary>The keys of the board follow each other. Each of them stands for one action.</summary>
    private void Broadcast(IVirtualCore core, uint what, uint value)
    {
        if (_timeoutKey is { } first)
            core.SendMulticast(first + what, value);
    }

    private void Answer(IVirtualCore core, ReadOnlyMemory<byte> data)
    {
        Count(core, ref _sent);
        core.SendStreamed(new SdpMessage(new SdpHeader(SdpFlags.ReplyNotExpected, _tag, SdpEndpoint.Host(core.Ethernet), new SdpEndpoint(core.Location, DataPort)), data));
    }

    /// <summary>Counts something, and shows four counts to hosts: messages sent, messages received, transfers from hosts, transactions to hosts.</summary>
    private void Count(IVirtualCore core, ref uint count)
    {
        count++;
        uint region = DataTable.FindRegion(core, CountsRegion);
        if (region != 0)
            DataTable.WriteWords(core, region, _sent, _received, _incoming?.Transfers ?? 0, _assembly?.Transactions ?? 0);
    }

    /// <summary>The first keys of the chips, by their places on the board.</summary>
    private Dictionary<(uint X, uint Y), uint> ReadChips(IVirtualCore core)
    {
        var chips = new Dictionary<(uint X, uint Y), uint>();
        uint region = DataTable.FindRegion(core, ChipsRegion);
        if (region == 0)
            return chips;

        _timeoutKey = DataTable.ReadWord(core, region + sizeof(uint));
        uint count = Math.Min(DataTable.ReadWord(core, region), MostChips);
        for (uint i = 0; i < count; i++)
        {
            uint at = region + ((2 + (i * WordsPerChip)) * sizeof(uint));
            chips[(DataTable.ReadWord(core, at), DataTable.ReadWord(core, at + 4))] = DataTable.ReadWord(core, at + 8);
        }

        return chips;
    }
}
