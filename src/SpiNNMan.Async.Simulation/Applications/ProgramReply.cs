using System.Buffers.Binary;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>How programs answer messages that are commands: in the format of SCP, but with the flags of the request.</summary>
internal static class ProgramReply
{
    private const int ArgumentsOffset = 4;

    /// <summary>Answers a message, if its sender wants a reply.</summary>
    /// <param name="core">The core.</param>
    /// <param name="message">The message.</param>
    /// <param name="result">The result. The default is success.</param>
    /// <param name="argument">The data of the reply. The default is none.</param>
    public static void Send(IVirtualCore core, in SdpMessage message, ScpResult result = ScpResult.Ok, ReadOnlySpan<byte> argument = default)
    {
        SdpHeader header = message.Header;
        if (header.Flags != SdpFlags.ReplyExpected)
            return;

        var data = new byte[ArgumentsOffset + argument.Length];
        message.Data.Span[..Math.Min(message.Data.Length, ArgumentsOffset)].CopyTo(data);
        BinaryPrimitives.WriteUInt16LittleEndian(data, (ushort)result);
        argument.CopyTo(data.AsSpan(ArgumentsOffset));
        core.Send(new SdpMessage(new SdpHeader(header.Flags, header.Tag, header.Source, header.Destination), data));
    }
}
