using System.Buffers.Binary;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Runs at once, as the packet gatherer of the usual tool chain does, and tells the extra monitors of its board how long packets may wait.</summary>
/// <remarks>Commands come as SCP to port 4: 0 and 1 set how long packets wait, 6 clears queues; others are not answered. It does not stream memory. Protocol: virtual-machine.md, "Programs on cores".</remarks>
public sealed class PacketGathererApplication : IVirtualCoreApplication
{
    private const int ArgumentsOffset = 4;
    private const uint ChipsRegion = 1;

    private uint? _timeoutKey;

    private enum Control : ushort
    {
        SetFirstWait = 0,
        SetSecondWait = 1,
        ClearQueue = 6,
    }

    /// <inheritdoc/>
    public string Name => "data_speed_up_p";

    /// <inheritdoc/>
    public bool UsesSpin1Api => true;

    /// <inheritdoc/>
    public void OnStart(IVirtualCore core)
    {
        uint region = DataTable.FindRegion(core, ChipsRegion);
        if (region != 0)
            _timeoutKey = DataTable.ReadWord(core, region + sizeof(uint));
    }

    /// <inheritdoc/>
    public void OnMessage(IVirtualCore core, in SdpMessage message)
    {
        ReadOnlySpan<byte> data = message.Data.Span;
        if (message.Header.Destination.Port != ExtraMonitorApplication.ControlPort || data.Length < ArgumentsOffset + sizeof(uint))
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

    /// <summary>Keys of the board that follow each other say what is to be done.</summary>
    private void Broadcast(IVirtualCore core, uint what, uint value)
    {
        if (_timeoutKey is { } first)
            core.SendMulticast(first + what, value);
    }
}
