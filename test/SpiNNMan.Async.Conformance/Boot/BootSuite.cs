using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Conformance.Boot;

/// <summary>Boot messages, the system variables given at boot, and whole boots.</summary>
internal sealed class BootSuite : IVectorSuite
{
    private static readonly Dictionary<string, BootOpcode> s_opcodes = new(StringComparer.Ordinal)
    {
        ["SpinnakerBootOpCode.HELLO"] = BootOpcode.Hello,
        ["SpinnakerBootOpCode.FLOOD_FILL_START"] = BootOpcode.FloodFillStart,
        ["SpinnakerBootOpCode.FLOOD_FILL_BLOCK"] = BootOpcode.FloodFillBlock,
        ["SpinnakerBootOpCode.FLOOD_FILL_CONTROL"] = BootOpcode.FloodFillControl,
    };

    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        ["len(data)"] = "data",
        ["board_version"] = "boardVersion",
        ["SpinnakerBootMessage"] = nameof(BootMessage),
    };

    public string FileName => "boot.json";

    public string? Check(JsonElement record)
    {
        Func<JsonElement, string?> check = record.GetString("kind") switch
        {
            "message" => CheckMessage,
            "message_error" => CheckTooLong,
            "decode" or "decode_intended" => CheckDecode,
            "sequence" or "sequence_error" => CheckSequence,
            "sv_block" => CheckSystemVariables,
            string kind => throw new UnknownRecordException($"kind {kind}"),
        };
        return record.Has("error") ? ExpectedError.Check(record.GetProperty("error"), () => check(record), s_names) : check(record);
    }

    private static string? CheckMessage(JsonElement record)
    {
        JsonElement ctor = record.GetProperty("ctor");

        // The limit holds for the data before the offset is applied.
        BootMessage whole = MakeMessage(ctor, ctor.GetByteString("data"));
        BootMessage message = MakeMessage(ctor, ctor.GetDataFromOffset());
        var comparison = new Comparison();
        comparison.Same("opcode", whole.Opcode, message.Opcode);
        comparison.SameBytes("bytes", record.GetBytesIfAny(), message.ToArray());
        return comparison.Result;
    }

    private static string? CheckTooLong(JsonElement record)
    {
        _ = record.Has("ctor")
            ? MakeMessage(record.GetProperty("ctor"), record.GetProperty("ctor").GetByteString("data"))
            : new BootMessage(BootOpcode.FloodFillBlock, data: new byte[record.GetInteger("data_length")]);
        return null;
    }

    private static string? CheckDecode(JsonElement record)
    {
        if (!BootMessage.TryParse(record.GetBytesFromOffset(), out BootMessage message, out PacketError error))
            throw new InvalidPacketException(error);

        if (!record.Has("decoded"))
            return null;

        JsonElement decoded = record.GetProperty("decoded");
        var comparison = new Comparison();
        comparison.Same("opcode", decoded.GetMember("opcode", s_opcodes), message.Opcode);
        comparison.Same("operand 1", decoded.GetUInt32("operand_1"), message.Operand1);
        comparison.Same("operand 2", decoded.GetUInt32("operand_2"), message.Operand2);
        comparison.Same("operand 3", decoded.GetUInt32("operand_3"), message.Operand3);
        comparison.SameBytes("data", decoded.GetByteString("data"), message.Data.Span);
        return comparison.Result;
    }

    private static string? CheckSequence(JsonElement record)
    {
        var image = new BootImage(MakeImage(record.GetProperty("image")));
        IReadOnlyList<BootMessage> messages = image.CreateMessages(ReadBoardVersion(record), ReadTime(record), ReadOverrides(record));
        var comparison = new Comparison();
        if (!record.Has("messages_hex"))
            return null;

        JsonElement[] expected = record.GetList("messages_hex");
        comparison.Same("number of messages", record.GetInteger("n_messages", expected.Length), messages.Count);
        for (int i = 0; i < Math.Min(expected.Length, messages.Count); i++)
            comparison.SameBytes($"message {i}", Convert.FromHexString(expected[i].GetString() ?? ""), messages[i].ToArray());

        CompareDelay(comparison, record, "delay_after_each_s", BootImage.PauseAfterMessage);
        CompareDelay(comparison, record, "delay_at_end_s", BootImage.PauseAfterBoot);
        return comparison.Result;
    }

    private static string? CheckSystemVariables(JsonElement record)
    {
        var comparison = new Comparison();
        byte[] block = BootImage.CreateSystemVariables(ReadBoardVersion(record), ReadTime(record), ReadOverrides(record));
        comparison.SameBytes("block", record.GetBytesIfAny(), block);
        return comparison.Result;
    }

    private static BootMessage MakeMessage(JsonElement ctor, ReadOnlyMemory<byte> data) => new(
        ctor.GetMember("opcode", s_opcodes),
        ctor.GetUInt32("operand_1"),
        ctor.GetUInt32("operand_2"),
        ctor.GetUInt32("operand_3"),
        data);

    private static void CompareDelay(Comparison comparison, JsonElement record, string name, TimeSpan actual)
    {
        if (record.Has(name))
            comparison.Same(name, TimeSpan.FromSeconds(record.GetProperty(name).GetDouble()), actual);
    }

    private static int? ReadBoardVersion(JsonElement record) => record.Has("board_version") ? VectorJson.Fit<int>(record.GetInteger("board_version")) : null;

    private static DateTimeOffset ReadTime(JsonElement record) =>
        DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(record.Has("time") ? record.GetProperty("time").GetDouble() : 0);

    private static Dictionary<SystemVariable, ulong> ReadOverrides(JsonElement record)
    {
        var overrides = new Dictionary<SystemVariable, ulong>();
        if (!record.Has("extra_boot_values"))
            return overrides;

        foreach (JsonProperty property in record.GetProperty("extra_boot_values").EnumerateObject())
        {
            SystemVariable variable = SystemVariable.TryFind(property.Name, out SystemVariable? known)
                ? known
                : throw new UnknownRecordException($"system variable {property.Name}");
            overrides[variable] = property.Value.TryGetUInt64(out ulong value) ? value : throw new RefusedException($"{property.Name} is {property.Value}");
        }

        return overrides;
    }

    /// <summary>Makes the image that a record describes.</summary>
    public static byte[] MakeImage(JsonElement description)
    {
        string kind = description.GetString("kind");
        var image = new byte[description.GetInteger("size")];
        if (kind is "lcg")
            FillRandomly(image);
        else if (kind.StartsWith("i*", StringComparison.Ordinal))
            FillLinearly(image, kind[2..].Split('+'));
        else if (kind is not "zero")
            throw new UnknownRecordException($"image {kind}");

        if (description.Has("sha256") && !string.Equals(description.GetString("sha256"), Convert.ToHexStringLower(SHA256.HashData(image)), StringComparison.OrdinalIgnoreCase))
            throw new UnknownRecordException($"image {kind} of another digest");

        return image;
    }

    private static void FillLinearly(Span<byte> image, string[] terms)
    {
        int factor = int.Parse(terms[0], CultureInfo.InvariantCulture);
        int summand = terms.Length > 1 ? int.Parse(terms[1], CultureInfo.InvariantCulture) : 0;
        for (int i = 0; i < image.Length; i++)
            image[i] = unchecked((byte)((i * factor) + summand));
    }

    private static void FillRandomly(Span<byte> image)
    {
        long state = 12345;
        for (int i = 0; i < image.Length; i++)
        {
            state = ((state * 1103515245) + 12345) & 0x7FFF_FFFF;
            image[i] = (byte)(state >> 16);
        }
    }
}
