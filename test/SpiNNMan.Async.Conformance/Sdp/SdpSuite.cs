using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Conformance.Sdp;

/// <summary>Headers and messages of SDP, and what sending changes in a header.</summary>
internal sealed class SdpSuite : IVectorSuite
{
    private static readonly Dictionary<string, SdpFlags> s_flags = new(StringComparer.Ordinal)
    {
        ["SDPFlag.REPLY_NOT_EXPECTED"] = SdpFlags.ReplyNotExpected,
        ["SDPFlag.REPLY_EXPECTED"] = SdpFlags.ReplyExpected,
        ["SDPFlag.REPLY_NOT_EXPECTED_NO_P2P"] = SdpFlags.ReplyNotExpectedNoP2P,
        ["SDPFlag.REPLY_EXPECTED_NO_P2P"] = SdpFlags.ReplyExpectedNoP2P,
    };

    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        ["SDPHeader"] = nameof(SdpHeader),
        ["SDPMessage"] = nameof(SdpMessage),
    };

    public string FileName => "sdp.json";

    public string? Check(JsonElement record)
    {
        Func<JsonElement, string?> check = record.GetString("kind") switch
        {
            "header_encode" => CheckHeaderEncode,
            "header_decode" => CheckHeaderDecode,
            "message_encode" => CheckMessageEncode,
            "message_decode" => CheckMessageDecode,
            "send" => CheckSend,
            "defaults" => CheckDefaults,
            "multicast" => CheckMulticast,
            string kind => throw new UnknownRecordException($"kind {kind}"),
        };
        return record.Has("error") ? ExpectedError.Check(record.GetProperty("error"), () => check(record), s_names) : check(record);
    }

    private static string? CheckHeaderEncode(JsonElement record)
    {
        var comparison = new Comparison();
        JsonElement ctor = record.GetProperty("ctor");
        return FieldLimits.Check("SDPHeader", ctor, () =>
        {
            comparison.SameBytes("bytes", record.GetBytesIfAny(), Encode(ReadHeader(ctor)));
            return comparison.Result;
        });
    }

    private static string? CheckHeaderDecode(JsonElement record)
    {
        if (!SdpHeader.TryParse(record.GetBytesFromOffset(), out SdpHeader header, out PacketError error))
            throw new InvalidPacketException(error);

        var comparison = new Comparison();
        if (record.Has("decoded"))
            CompareHeader(comparison, record.GetProperty("decoded"), header);

        return comparison.Result;
    }

    private static string? CheckMessageEncode(JsonElement record)
    {
        var comparison = new Comparison();
        JsonElement ctor = record.GetProperty("ctor");
        return FieldLimits.Check("SDPHeader", ctor.GetProperty("sdp_header"), () =>
        {
            comparison.SameBytes("bytes", record.GetBytesIfAny(), ReadMessage(ctor).ToArray());
            return comparison.Result;
        });
    }

    private static string? CheckMessageDecode(JsonElement record)
    {
        if (!SdpMessage.TryParse(record.GetBytesFromOffset(), out SdpMessage message, out PacketError error))
            throw new InvalidPacketException(error);

        var comparison = new Comparison();
        if (record.Has("decoded"))
        {
            JsonElement decoded = record.GetProperty("decoded");
            CompareHeader(comparison, decoded.GetProperty("sdp_header"), message.Header);
            comparison.SameBytes("data", decoded.GetByteString("data"), message.Data.Span);
        }

        return comparison.Result;
    }

    private static string? CheckSend(JsonElement record) =>
        FieldLimits.Check("SDPHeader", record.GetProperty("ctor").GetProperty("sdp_header"), () => CompareSent(record));

    private static string? CompareSent(JsonElement record)
    {
        JsonElement connection = record.GetProperty("connection");
        SdpMessage message = ReadMessage(record.GetProperty("ctor"));

        // Only a plain request for a reply makes an SDP connection say where it is.
        ChipLocation source = message.Header.Flags == SdpFlags.ReplyExpected
            ? new ChipLocation(connection.GetByte("chip_x"), connection.GetByte("chip_y"))
            : default;
        SdpMessage sent = message with { Header = message.Header.ForUdpSend(source) };
        var datagram = new byte[SdpMessage.PadSize + sent.Size];
        sent.WriteDatagram(datagram);

        var comparison = new Comparison();
        comparison.SameBytes("bytes", record.GetBytesIfAny(), datagram);
        if (record.Has("header_after"))
            CompareHeader(comparison, record.GetProperty("header_after"), sent.Header);

        return comparison.Result;
    }

    private static string? CheckDefaults(JsonElement record)
    {
        SdpHeader after = ReadHeader(record.GetProperty("before")).ForUdpSend(new ChipLocation(record.GetByte("source_x"), record.GetByte("source_y")));
        var comparison = new Comparison();
        CompareHeader(comparison, record.GetProperty("after"), after);
        comparison.SameBytes("bytes", record.GetBytesIfAny(), Encode(after));
        return comparison.Result;
    }

    private static string? CheckMulticast(JsonElement record)
    {
        JsonElement ctor = record.GetProperty("ctor");
        JsonElement decoded = record.GetProperty("decoded");
        var message = new MulticastMessage(ctor.GetUInt32("key"), ctor.GetUInt32OrNull("payload"));
        var comparison = new Comparison();
        comparison.Same("key", decoded.GetUInt32("key"), message.Key);
        comparison.Same("payload", decoded.GetUInt32OrNull("payload"), message.Payload);
        return comparison.Result;
    }

    private static SdpMessage ReadMessage(JsonElement ctor) =>
        new(ReadHeader(ctor.GetProperty("sdp_header")), ctor.GetDataFromOffset());

    private static SdpHeader ReadHeader(JsonElement fields) => new(
        fields.GetMember("flags", s_flags),
        fields.GetByte("tag", SdpHeader.NoTag),
        new SdpEndpoint(
            new ChipLocation(fields.GetByte("destination_chip_x"), fields.GetByte("destination_chip_y")),
            fields.GetByte("destination_cpu"),
            fields.GetByte("destination_port")),
        new SdpEndpoint(
            new ChipLocation(fields.GetByte("source_chip_x", 0), fields.GetByte("source_chip_y", 0)),
            fields.GetByte("source_cpu", 0),
            fields.GetByte("source_port", 0)));

    private static void CompareHeader(Comparison comparison, JsonElement expected, SdpHeader actual)
    {
        comparison.Same("flags", expected.GetMember("flags", s_flags), actual.Flags);
        comparison.Same("flags_value", expected.GetByte("flags_value", (byte)actual.Flags), (byte)actual.Flags);
        comparison.Same("header", ReadHeader(expected), actual);
    }

    private static byte[] Encode(SdpHeader header)
    {
        var bytes = new byte[SdpHeader.Size];
        header.Write(bytes);
        return bytes;
    }
}
