using System.Globalization;
using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Conformance.Eieio;

/// <summary>Commands of EIEIO, made and read.</summary>
internal sealed class EieioCommandSuite : IVectorSuite
{
    public string FileName => "eieio_commands.json";

    public string? Check(JsonElement record)
    {
        Func<JsonElement, string?> check = record.GetString("kind") switch
        {
            "encode" or "encode_intended" => CheckEncode,
            "decode" or "decode_intended" => CheckDecode,
            "header" => CheckHeader,
            "discriminate" => CheckDiscriminate,
            "min_length" => CheckMinLength,
            "error" => CheckError,
            string kind => throw new UnknownRecordException($"kind {kind}"),
        };
        return record.Has("error") ? ExpectedError.Check(record.GetProperty("error"), () => check(record), EieioVectors.Names) : check(record);
    }

    private static string? CheckEncode(JsonElement record)
    {
        EieioCommandMessage message = EieioCommandTable.Make(record.GetString("class"), record.GetProperty("ctor"));
        var comparison = new Comparison();
        comparison.SameBytes("bytes", record.GetBytesIfAny(), message.ToArray());
        comparison.Same("command", record.GetInteger("command", (long)message.Command), (long)message.Command);
        return comparison.Result;
    }

    private static string? CheckDecode(JsonElement record)
    {
        byte[] bytes = record.GetBytesFromOffset();
        EieioCommandMessage message = Parse(bytes);
        var comparison = new Comparison();
        if (record.Has("decoded"))
        {
            JsonElement decoded = record.GetProperty("decoded");
            comparison.Same("command", decoded.GetInteger("command"), (long)message.Command);
            EieioCommandTable.Compare(comparison, decoded, message);
        }

        comparison.SameBytes("bytes written again", bytes.AsSpan(0, message.Size), message.ToArray());
        return comparison.Result;
    }

    private static string? CheckHeader(JsonElement record)
    {
        EieioCommandMessage message = MakeFromHeader(record);
        byte[] bytes = message.ToArray();
        var comparison = new Comparison();
        comparison.SameBytes("bytes", record.GetBytesIfAny(), bytes);
        if (record.Has("decoded"))
        {
            bool parsed = EieioCommandMessage.TryParseHeader(bytes, out EieioCommand command, out _);
            comparison.Same("header is read", true, parsed);
            comparison.Same("command", record.GetProperty("decoded").GetInteger("command"), (long)command);
        }

        return comparison.Result;
    }

    private static string? CheckDiscriminate(JsonElement record)
    {
        var comparison = new Comparison();
        bool isCommand = EieioMessage.IsCommand(VectorJson.Fit<ushort>(record.GetInteger("header_value")));
        comparison.Same("is_command", record.GetBoolean("is_command"), isCommand);

        // Alone the two bytes need not be a whole message, but its error must name the right kind.
        if (record.Has("bytes_hex"))
            comparison.Same("header is read", isCommand, EieioCommandMessage.TryParseHeader(record.GetHex(), out _, out _));

        return comparison.Result;
    }

    private static string? CheckMinLength(JsonElement record)
    {
        var comparison = new Comparison();
        comparison.Same("min_packet_length", record.GetInteger("min_packet_length"), EieioCommandTable.CommandOf(record.GetString("class")).MinPacketLength);
        return comparison.Result;
    }

    private static string? CheckError(JsonElement record)
    {
        if (record.Has("call"))
            CallAccessor(record.GetString("class"), record.GetString("call"));
        else if (record.Has("bytes_hex"))
            Parse(record.GetBytesFromOffset());
        else if (record.GetString("class") is "EIEIOCommandHeader")
            MakeFromHeader(record);
        else
            EieioCommandTable.Make(record.GetString("class"), record.GetProperty("ctor"));

        return null;
    }

    // "channel(2)": an accessor of a message that has fewer requests than that.
    private static void CallAccessor(string type, string call)
    {
        string[] parts = call.TrimEnd(')').Split('(');
        int index = int.Parse(parts[1], CultureInfo.InvariantCulture);
        object field = (type, parts[0]) switch
        {
            ("HostDataRead", "channel") => new HostDataRead(0, new DataRead(0, 0, 0))[index].Channel,
            ("HostDataRead", "region_id") => new HostDataRead(0, new DataRead(0, 0, 0))[index].RegionId,
            ("HostDataRead", "space_read") => new HostDataRead(0, new DataRead(0, 0, 0))[index].SpaceRead,
            ("SpinnakerRequestReadData", "channel") => new SpinnakerRequestReadData(default, 0, new ReadDataRequest(0, 0, 0, 0))[index].Channel,
            ("SpinnakerRequestReadData", "region_id") => new SpinnakerRequestReadData(default, 0, new ReadDataRequest(0, 0, 0, 0))[index].RegionId,
            ("SpinnakerRequestReadData", "start_address") => new SpinnakerRequestReadData(default, 0, new ReadDataRequest(0, 0, 0, 0))[index].StartAddress,
            ("SpinnakerRequestReadData", "space_to_be_read") => new SpinnakerRequestReadData(default, 0, new ReadDataRequest(0, 0, 0, 0))[index].SpaceToBeRead,
            _ => throw new UnknownRecordException($"{type}.{call}"),
        };
        GC.KeepAlive(field);
    }

    private static EieioCommandMessage MakeFromHeader(JsonElement record)
    {
        JsonElement command = record.GetProperty("ctor").GetProperty("command");
        return command.ValueKind == JsonValueKind.String
            ? EieioCommandMessage.Create(record.GetProperty("ctor").GetMember("command", EieioCommandTable.Commands))
            : EieioCommandMessage.Create((EieioCommand)command.As<ushort>());
    }

    private static EieioCommandMessage Parse(byte[] bytes) =>
        EieioCommandMessage.TryParse(bytes, out EieioCommandMessage? message, out PacketError error) ? message : throw new InvalidPacketException(error);
}
