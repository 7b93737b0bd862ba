using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Fuzz;

/// <summary>The table of decoders. Every decoder of bytes from the network belongs here.</summary>
internal static class FuzzTargets
{
    private static readonly string[] s_sdp = ["sdp.json", "scp_requests.json", "scp_responses.json"];
    private static readonly string[] s_boot = ["boot.json"];
    private static readonly string[] s_eieio = ["eieio_data.json", "eieio_commands.json"];

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("sdp-header", s_sdp, DecodeSdpHeader),
        new("sdp-message", s_sdp, DecodeSdpMessage),
        new("sdp-datagram", s_sdp, DecodeSdpDatagram),
        new("tube-message", s_sdp, DecodeTube),
        new("boot-message", s_boot, DecodeBootMessage),
        new("boot-announcement", s_boot, DecodeBootAnnouncement),
        new("boot-image", s_boot, DecodeBootImage),
        new("eieio-message", s_eieio, DecodeEieio),
        new("eieio-data-header", s_eieio, DecodeEieioHeader),
        new("eieio-data-message", s_eieio, DecodeEieioData),
        new("eieio-elements", s_eieio, DecodeEieioElements),
        new("eieio-command-message", s_eieio, DecodeEieioCommand),
        new("eieio-command-frame", s_eieio, DecodeEieioFrame),
        .. ReplyTargets.All,
        .. ModelTargets.All,
    ];

    private static byte[]? DecodeSdpHeader(ReadOnlyMemory<byte> input, out PacketError error)
    {
        if (!SdpHeader.TryParse(input.Span, out SdpHeader header, out error))
            return null;

        var bytes = new byte[SdpHeader.Size];
        header.Write(bytes);
        return bytes;
    }

    private static byte[]? DecodeSdpMessage(ReadOnlyMemory<byte> input, out PacketError error) =>
        SdpMessage.TryParse(input, out SdpMessage message, out error) ? message.ToArray() : null;

    private static byte[]? DecodeSdpDatagram(ReadOnlyMemory<byte> input, out PacketError error)
    {
        if (!SdpMessage.TryParseDatagram(input, out SdpMessage message, out error))
            return null;

        var bytes = new byte[SdpMessage.PadSize + message.Size];
        message.WriteDatagram(bytes);
        return bytes;
    }

    private static byte[]? DecodeTube(ReadOnlyMemory<byte> input, out PacketError error)
    {
        // The command is put in most of the time: mutation alone would seldom hit it.
        byte[] data = input.ToArray();
        if (data.Length > 1 && data[0] % 8 != 0)
            (data[0], data[1]) = ((byte)ScpCommand.Tube, 0);

        var message = new SdpMessage(new SdpHeader(SdpFlags.ReplyNotExpected, 0, default, default), data);
        if (!TubeMessage.TryParse(message, out TubeMessage tube, out error))
            return null;

        GC.KeepAlive((tube.Source, tube.Text));
        return tube.ToMessage(default).Data.ToArray();
    }

    private static byte[]? DecodeBootMessage(ReadOnlyMemory<byte> input, out PacketError error) =>
        BootMessage.TryParse(input, out BootMessage message, out error) ? message.ToArray() : null;

    private static byte[]? DecodeBootAnnouncement(ReadOnlyMemory<byte> input, out PacketError error) =>
        BootAnnouncement.TryParse(input, out BootAnnouncement announcement, out error) ? announcement.ToMessage().ToArray() : null;

    // Not from the network, but from a file of which nothing is known.
    private static byte[]? DecodeBootImage(ReadOnlyMemory<byte> input, out PacketError error)
    {
        // Put the two marks in, which mutation alone would never hit.
        byte[] image = [.. "SC&MP/SpiNNaker\0"u8, .. input.Span, .. "\u0001\u0002\u0003\u0004scamp-3\0"u8];
        if (!BootImage.TryDescribe(image, out BootImageDescription description))
        {
            error = PacketError.WrongKind(nameof(BootImage), 0, "not known");
            return null;
        }

        error = default;
        return [.. System.Text.Encoding.UTF8.GetBytes(description.Version.ToString()), 0];
    }

    private static byte[]? DecodeEieio(ReadOnlyMemory<byte> input, out PacketError error)
    {
        if (!EieioMessage.TryParse(input, out EieioMessage? message, out error))
            return null;

        Visit(message);
        byte[] bytes = message.ToArray();
        return input.Span.StartsWith(bytes) ? bytes : throw new InvalidOperationException("other bytes are written than were read");
    }

    private static byte[]? DecodeEieioHeader(ReadOnlyMemory<byte> input, out PacketError error)
    {
        if (!EieioDataHeader.TryParse(input.Span, out EieioDataHeader header, out error))
            return null;

        var bytes = new byte[header.Size];
        header.Write(bytes);
        return bytes;
    }

    private static byte[]? DecodeEieioData(ReadOnlyMemory<byte> input, out PacketError error)
    {
        if (!EieioDataMessage.TryParse(input, out EieioDataMessage? message, out error))
            return null;

        Visit(message);
        return message.ToArray();
    }

    private static byte[]? DecodeEieioElements(ReadOnlyMemory<byte> input, out PacketError error)
    {
        if (!EieioElements.TryParse(input, out EieioElements elements, out error))
            return null;

        EieioDataHeader header = elements.Header;
        int size = header.Count * header.Type.ElementSize;
        var bytes = new byte[header.Size + size];
        header.Write(bytes);
        input.Span.Slice(header.Size, size).CopyTo(bytes.AsSpan(header.Size));
        foreach (EieioElement element in elements)
            _ = element.Key;

        return bytes;
    }

    private static byte[]? DecodeEieioCommand(ReadOnlyMemory<byte> input, out PacketError error)
    {
        if (!EieioCommandMessage.TryParse(input, out EieioCommandMessage? message, out error))
            return null;

        Visit(message);
        return message.ToArray();
    }

    private static byte[]? DecodeEieioFrame(ReadOnlyMemory<byte> input, out PacketError error)
    {
        if (!EieioCommandFrame.TryParse(input, out EieioCommandFrame frame, out error))
            return null;

        var bytes = new byte[frame.Size];
        frame.Write(bytes);
        Visit(frame.ToMessage());
        return frame.ToMessage().ToArray().AsSpan().SequenceEqual(bytes) ? bytes : throw new InvalidOperationException("the object and the value are not the same");
    }

    // Reads every field, so that one that is not there is found.
    private static void Visit(EieioMessage message)
    {
        switch (message)
        {
            case EieioDataMessage data:
                int count = 0;
                uint mixed = 0;
                foreach (EieioElement element in data.Elements)
                {
                    mixed ^= element.Key ^ (element.Payload ?? 0);
                    count++;
                }

                GC.KeepAlive(mixed);
                if (count != data.Header.Count)
                    throw new InvalidOperationException($"{count} elements where the header says {data.Header.Count}");

                break;
            case HostSendSequencedData sequenced:
                GC.KeepAlive((sequenced.RegionId, sequenced.Sequence));
                Visit(sequenced.Message);
                break;
            case SpinnakerRequestBuffers request:
                GC.KeepAlive((request.Core, request.RegionId, request.Sequence, request.SpaceAvailable));
                break;
            case SpinnakerRequestReadData request:
                for (int i = 0; i < request.RequestCount; i++)
                    GC.KeepAlive((request.Core, request.Sequence, request[i]));
                break;
            case HostDataRead answer:
                for (int i = 0; i < answer.RequestCount; i++)
                    GC.KeepAlive((answer.Sequence, answer[i]));
                break;
            case HostDataReadAck acknowledgement:
                GC.KeepAlive(acknowledgement.Sequence);
                break;
        }
    }
}
