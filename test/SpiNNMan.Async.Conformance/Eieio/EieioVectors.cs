using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Conformance.Eieio;

/// <summary>What the two EIEIO files have in common: headers and data messages as JSON.</summary>
internal static class EieioVectors
{
    public static IReadOnlyDictionary<string, EieioType> Types { get; } = new Dictionary<string, EieioType>(StringComparer.Ordinal)
    {
        ["EIEIOType.KEY_16_BIT"] = EieioType.Key16Bit,
        ["EIEIOType.KEY_PAYLOAD_16_BIT"] = EieioType.KeyPayload16Bit,
        ["EIEIOType.KEY_32_BIT"] = EieioType.Key32Bit,
        ["EIEIOType.KEY_PAYLOAD_32_BIT"] = EieioType.KeyPayload32Bit,
    };

    public static IReadOnlyDictionary<string, EieioPrefix> Prefixes { get; } = new Dictionary<string, EieioPrefix>(StringComparer.Ordinal)
    {
        ["EIEIOPrefix.LOWER_HALF_WORD"] = EieioPrefix.LowerHalfWord,
        ["EIEIOPrefix.UPPER_HALF_WORD"] = EieioPrefix.UpperHalfWord,
    };

    /// <summary>The library's names for the vectors' parameters and packets.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["eieio_type"] = "type",
        ["request_id"] = "requestId",
        ["EIEIODataHeader"] = nameof(EieioDataHeader),
        ["EIEIODataMessage"] = nameof(EieioDataMessage),
    };

    public static EieioDataHeader ReadHeader(JsonElement fields) => new(
        fields.GetMember("eieio_type", Types),
        fields.GetByte("count", 0),
        fields.GetByte("tag", 0),
        fields.GetUInt16OrNull("prefix"),
        fields.GetMember("prefix_type", Prefixes, EieioPrefix.LowerHalfWord),
        fields.GetUInt32OrNull("payload_base"),
        fields.GetBoolean("is_time"));

    /// <summary>Adds every <c>[key]</c> or <c>[key, payload]</c> of a record's <c>add</c>.</summary>
    public static void AddAll(EieioDataMessage message, JsonElement record)
    {
        foreach (JsonElement element in record.GetList("add"))
            Add(message, element);
    }

    public static void Add(EieioDataMessage message, JsonElement arguments)
    {
        uint[] values = [.. arguments.EnumerateArray().Select(value => value.As<uint>())];
        if (values is [var key])
            message.Add(key);
        else if (values is [var keyWithPayload, var payload])
            message.Add(keyWithPayload, payload);
        else
            throw new UnknownRecordException($"elements of {values.Length} values");
    }

    public static void CompareHeader(Comparison comparison, JsonElement expected, EieioDataHeader actual)
    {
        comparison.Same("header", ReadHeader(expected), actual);
        comparison.Same("header size", expected.GetInteger("size", actual.Size), actual.Size);
    }

    public static void CompareMessage(Comparison comparison, JsonElement expected, EieioDataMessage actual)
    {
        CompareHeader(comparison, expected.GetProperty("header"), actual.Header);
        CompareSizes(comparison, expected, actual);
        EieioElement[] elements = [.. expected.GetList("elements").Select(ReadElement)];
        comparison.Same("number of elements", elements.Length, actual.Elements.Count);
        int index = 0;
        foreach (EieioElement element in actual.Elements)
        {
            if (index < elements.Length)
                comparison.Same($"element {index}", elements[index], element);

            index++;
        }
    }

    public static void CompareSizes(Comparison comparison, JsonElement expected, EieioDataMessage actual)
    {
        EieioDataHeader header = actual.Header;
        int least = EieioDataMessage.GetMinPacketLength(header.Type, header.Prefix is not null, header.PayloadBase is not null);
        comparison.Same("n_elements", expected.GetInteger("n_elements", actual.Count), actual.Count);
        comparison.Same("size", expected.GetInteger("size", actual.Size), actual.Size);
        comparison.Same("max_n_elements", expected.GetInteger("max_n_elements", actual.MaxElements), actual.MaxElements);
        comparison.Same("min_packet_length", expected.GetInteger("min_packet_length", least), least);
    }

    private static EieioElement ReadElement(JsonElement fields) =>
        new(fields.GetUInt32("key"), fields.GetUInt32OrNull("payload"), fields.GetBoolean("payload_is_timestamp"));
}
