using System.Text.Json.Nodes;
using SpiNNMan.Async.Conformance.Models;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Conformance.Connections;

/// <summary>Writes outcomes in the notation of the records.</summary>
internal static class OutcomeJson
{
    public static JsonObject Bytes(ReadOnlySpan<byte> bytes) => new() { ["hex"] = Convert.ToHexStringLower(bytes) };

    public static JsonObject Message(SdpMessage message)
    {
        SdpHeader header = message.Header;
        return new JsonObject
        {
            ["header"] = new JsonObject
            {
                ["flags"] = PythonNames.Of(PythonNames.SdpFlagValues, "SDPFlag", header.Flags),
                ["flags_value"] = (int)header.Flags,
                ["tag"] = header.Tag,
                ["destination_port"] = header.Destination.Port,
                ["destination_cpu"] = header.Destination.Core,
                ["destination_chip_x"] = header.Destination.Chip.X,
                ["destination_chip_y"] = header.Destination.Chip.Y,
                ["source_port"] = header.Source.Port,
                ["source_cpu"] = header.Source.Core,
                ["source_chip_x"] = header.Source.Chip.X,
                ["source_chip_y"] = header.Source.Chip.Y,
            },
            ["offset"] = SdpMessage.PadSize + SdpHeader.Size,
            ["data"] = Bytes(message.Data.Span),
        };
    }

    public static JsonObject Message(EieioMessage message) => message switch
    {
        EieioDataMessage data => Data(data),
        EieioCommandMessage command => EieioCommandJson.Of(command),
        _ => throw new UnknownRecordException(message.GetType().Name),
    };

    private static JsonObject Data(EieioDataMessage data)
    {
        EieioDataHeader header = data.Header;
        var elements = new List<EieioElement>();
        foreach (EieioElement element in data.Elements)
            elements.Add(element);

        if (elements.Count != header.Count)
            throw new InvalidOperationException($"{elements.Count} elements where the header counts {header.Count}");

        // The records were made by somebody who had taken the first element out before looking at the rest.
        return new JsonObject
        {
            ["kind"] = "data",
            ["header"] = new JsonObject
            {
                ["eieio_type"] = EieioVectorName(header.Type),
                ["tag"] = header.Tag,
                ["prefix"] = header.Prefix,
                ["prefix_type"] = header.PrefixType == EieioPrefix.UpperHalfWord ? "EIEIOPrefix.UPPER_HALF_WORD" : "EIEIOPrefix.LOWER_HALF_WORD",
                ["payload_base"] = header.PayloadBase,
                ["is_time"] = header.IsTime,
                ["count"] = header.Count,
                ["size"] = header.Size,
            },
            ["elements"] = new JsonArray([.. elements.Skip(1).Select(Element)]),
        };
    }

    private static JsonObject Element(EieioElement element) => element.Payload is { } payload
        ? new JsonObject { ["key"] = element.Key, ["payload"] = payload, ["payload_is_timestamp"] = element.PayloadIsTimestamp }
        : new JsonObject { ["key"] = element.Key };

    private static string EieioVectorName(EieioType type) => PythonNames.Of(Eieio.EieioVectors.Types, type);
}
