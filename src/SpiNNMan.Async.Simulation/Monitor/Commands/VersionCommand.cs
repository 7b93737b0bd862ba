using System.Buffers.Binary;
using System.Text;

namespace SpiNNMan.Async.Simulation.Monitor.Commands;

/// <summary>CMD_VER: name, version and place of the software.</summary>
internal sealed class VersionCommand(string name) : ICommandHandler
{
    private const uint VersionIsText = 0xFFFF0000;
    private const uint LargestData = 256;
    private const ushort NoAddress = 0xFFFF;

    private readonly byte[] _name = Encoding.ASCII.GetBytes(name + "/SpiNNaker\0");

    public CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        FirmwareProfile firmware = context.Scamp.Firmware;
        ushort address = context.IsMonitor && !context.Scamp.IsReady ? NoAddress : context.Chip.Identity.Address;
        Span<byte> reply = message.Payload;
        reply[0] = (byte)context.Core;
        reply[1] = context.Chip.Identity.Cores[context.Core];
        BinaryPrimitives.WriteUInt16LittleEndian(reply[2..], address);
        BinaryPrimitives.WriteUInt32LittleEndian(reply[4..], VersionIsText | LargestData);

        // The stub for application cores was built a second after the monitor.
        BinaryPrimitives.WriteUInt32LittleEndian(reply[8..], firmware.BuildDate + (context.IsMonitor ? 0u : 1));
        _name.CopyTo(reply[12..]);
        firmware.VersionText.CopyTo(reply[(12 + _name.Length)..]);
        return CommandOutcome.Done(12 + _name.Length + firmware.VersionText.Length);
    }
}
