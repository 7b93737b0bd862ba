using System.Globalization;
using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Conformance.Eieio;

/// <summary>Headers and messages of EIEIO data, made and read.</summary>
internal sealed class EieioDataSuite : IVectorSuite
{
    public string FileName => "eieio_data.json";

    public string? Check(JsonElement record)
    {
        Func<JsonElement, string?> check = record.GetString("kind") switch
        {
            "header" => CheckHeader,
            "header_raw" => CheckRawHeader,
            "message" => CheckMessage,
            "create" => CheckCreate,
            "limits" => CheckLimits,
            "decode" => CheckDecode,
            "error" => CheckCall,
            string kind => throw new UnknownRecordException($"kind {kind}"),
        };
        return record.Has("error") ? ExpectedError.Check(record.GetProperty("error"), () => check(record), EieioVectors.Names) : check(record);
    }

    private static string? CheckHeader(JsonElement record)
    {
        EieioDataHeader header = EieioVectors.ReadHeader(record.GetProperty("ctor"));
        var bytes = new byte[header.Size];
        header.Write(bytes);
        var comparison = new Comparison();
        comparison.SameBytes("bytes", record.GetBytesIfAny(), bytes);
        comparison.Same("size", record.GetInteger("size", header.Size), header.Size);
        if (record.Has("decoded"))
            EieioVectors.CompareHeader(comparison, record.GetProperty("decoded"), ParseHeader(bytes));

        return comparison.Result;
    }

    private static string? CheckRawHeader(JsonElement record)
    {
        EieioDataHeader header = ParseHeader(record.GetBytesFromOffset());
        var comparison = new Comparison();
        if (record.Has("decoded"))
            EieioVectors.CompareHeader(comparison, record.GetProperty("decoded"), header);

        return comparison.Result;
    }

    private static string? CheckMessage(JsonElement record)
    {
        var message = new EieioDataMessage(EieioVectors.ReadHeader(record.GetProperty("header")));
        EieioVectors.AddAll(message, record);
        byte[] bytes = message.ToArray();
        var comparison = new Comparison();
        comparison.SameBytes("bytes", record.GetBytesIfAny(), bytes);
        EieioVectors.CompareSizes(comparison, record, message);
        if (record.Has("decoded"))
        {
            EieioDataMessage read = ParseMessage(bytes);
            EieioVectors.CompareMessage(comparison, record.GetProperty("decoded"), read);
            comparison.SameBytes("bytes written again", bytes, read.ToArray());
        }

        return comparison.Result;
    }

    private static string? CheckCreate(JsonElement record)
    {
        JsonElement ctor = record.GetProperty("ctor");
        EieioDataMessage message = EieioDataMessage.Create(
            ctor.GetMember("eieio_type", EieioVectors.Types),
            ctor.GetUInt16OrNull("key_prefix"),
            ctor.GetUInt32OrNull("payload_prefix"),
            ctor.GetUInt32OrNull("timestamp"),
            ctor.GetMember("prefix_type", EieioVectors.Prefixes, EieioPrefix.LowerHalfWord));
        EieioVectors.AddAll(message, record);
        var comparison = new Comparison();
        comparison.SameBytes("bytes", record.GetBytesIfAny(), message.ToArray());
        if (record.Has("header"))
            EieioVectors.CompareHeader(comparison, record.GetProperty("header"), message.Header);

        return comparison.Result;
    }

    private static string? CheckLimits(JsonElement record)
    {
        EieioType type = record.GetMember("eieio_type", EieioVectors.Types);
        bool hasPrefix = record.GetBoolean("is_prefix");
        bool hasPayloadBase = record.GetBoolean("is_payload_base");
        var header = new EieioDataHeader(type, prefix: hasPrefix ? 0 : null, payloadBase: hasPayloadBase ? 0 : null);
        var comparison = new Comparison();
        comparison.Same("key_bytes", record.GetInteger("key_bytes"), type.KeySize);
        comparison.Same("payload_bytes", record.GetInteger("payload_bytes"), type.PayloadSize);
        comparison.Same("max_value", record.GetInteger("max_value"), type.MaxValue);
        comparison.Same("header_size", record.GetInteger("header_size"), EieioDataHeader.GetSize(type, hasPrefix, hasPayloadBase));

        // Whether the payload base is a timestamp makes no difference.
        int least = EieioDataMessage.GetMinPacketLength(type, hasPrefix, hasPayloadBase);
        comparison.Same("min_packet_length", record.GetInteger("min_packet_length"), least);
        comparison.Same("min_packet_length_timestamp", record.GetInteger("min_packet_length_timestamp"), least);
        comparison.Same("max_n_elements", record.GetInteger("max_n_elements"), header.MaxElements);
        return comparison.Result;
    }

    private static string? CheckDecode(JsonElement record)
    {
        byte[] bytes = record.GetBytesFromOffset();
        EieioDataMessage message = ParseMessage(bytes);
        var comparison = new Comparison();
        if (record.Has("decoded"))
            EieioVectors.CompareMessage(comparison, record.GetProperty("decoded"), message);

        comparison.SameBytes("bytes written again", bytes.AsSpan(0, message.Size), message.ToArray());
        return comparison.Result;
    }

    private static string? CheckCall(JsonElement record)
    {
        switch (record.GetString("call"))
        {
            case string call when call.StartsWith("add_", StringComparison.Ordinal):
                AddMany(record, call);
                break;
            case "read_eieio_data_message":
                ParseMessage(record.GetBytesFromOffset());
                break;
            case "read_eieio_data_message(...).add_key":
                ParseMessage(record.GetBytesFromOffset()).Add(1);
                break;
            case string call:
                throw new UnknownRecordException($"call {call}");
        }

        return null;
    }

    // "add_key" adds one element, "add_key x 256" that many; the message must be encoded to show that they fit.
    private static void AddMany(JsonElement record, string call)
    {
        EieioDataMessage message = EieioDataMessage.Create(record.GetMember("eieio_type", EieioVectors.Types));
        JsonElement arguments = record.Has("args") ? record.GetProperty("args") : default;
        string number = new([.. call.SkipWhile(static at => !char.IsAsciiDigit(at)).TakeWhile(char.IsAsciiDigit)]);
        long times = number.Length > 0 ? long.Parse(number, CultureInfo.InvariantCulture) : record.GetInteger("times", record.GetInteger("count", 1));
        for (long i = 0; i < times; i++)
        {
            if (arguments.ValueKind == JsonValueKind.Array)
                EieioVectors.Add(message, arguments);
            else if (message.Header.Type.HasPayload)
                message.Add((uint)i, (uint)i);
            else
                message.Add((uint)i);
        }

        message.ToArray();
    }

    private static EieioDataHeader ParseHeader(byte[] bytes) =>
        EieioDataHeader.TryParse(bytes, out EieioDataHeader header, out PacketError error) ? header : throw new InvalidPacketException(error);

    private static EieioDataMessage ParseMessage(byte[] bytes) =>
        EieioDataMessage.TryParse(bytes, out EieioDataMessage? message, out PacketError error) ? message : throw new InvalidPacketException(error);
}
