using System.Buffers.Binary;
using System.Text;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>CMD_VER: name, version and place of the software.</summary>
internal sealed class VersionCommand(string name) : ICommandHandler
{
    private const uint VersionIsText = 0xFFFF0000;
    private const uint LargestData = 256;
    private const ushort NoAddress = 0xFFFF;

    private readonly byte[] _name = Encoding.ASCII.GetBytes(name + "/SpiNNaker\0");

    /// <summary>A program has the build date of its library. The stub was built one second after the monitor.</summary>
    private static uint BuildDate(ImageFacts facts, FirmwareProfile firmware) => facts.BuildDate != 0 ? facts.BuildDate : firmware.BuildDate + 1;

    public CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        FirmwareProfile firmware = context.Monitor.Firmware;
        ushort address = context.IsMonitor && !context.Monitor.IsReady ? NoAddress : context.Chip.Identity.Address;
        Span<byte> reply = message.Payload;
        reply[0] = (byte)context.Core;
        reply[1] = context.Chip.Identity.Cores[context.Core];
        BinaryPrimitives.WriteUInt16LittleEndian(reply[2..], address);
        BinaryPrimitives.WriteUInt32LittleEndian(reply[4..], VersionIsText | LargestData);

        ImageFacts facts = context.Chip.Core(context.Core).Facts;
        byte[] version = facts.Library is { } library ? Encoding.ASCII.GetBytes($"{library}\0") : firmware.VersionText;
        BinaryPrimitives.WriteUInt32LittleEndian(reply[8..], context.IsMonitor ? firmware.BuildDate : BuildDate(facts, firmware));
        _name.CopyTo(reply[12..]);
        version.CopyTo(reply[(12 + _name.Length)..]);
        return CommandOutcome.Done(12 + _name.Length + version.Length);
    }
}
