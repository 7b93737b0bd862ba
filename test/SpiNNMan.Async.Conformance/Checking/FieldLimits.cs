using System.Globalization;
using System.Text.Json;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Conformance.Checking;

/// <summary>Values that a field of the wire cannot hold. The Python original cuts them off, or lets them run into the field beside it; this library refuses them,
/// and says which value it was.</summary>
internal static class FieldLimits
{
    private const int WaitBit = 18;
    private const int ApplicationBit = 24;

    // The largest value of each argument's field. Arguments that fill a word are not here: no other value can be written down for them.
    private static readonly Dictionary<string, long> s_largest = new(StringComparer.Ordinal)
    {
        ["x"] = byte.MaxValue,
        ["y"] = byte.MaxValue,
        ["cpu"] = 31,
        ["p"] = 31,
        ["app_id"] = byte.MaxValue,
        ["nearest_neighbour_id"] = byte.MaxValue,
        ["n_blocks"] = byte.MaxValue,
        ["block_no"] = byte.MaxValue,
        ["tag"] = byte.MaxValue,
        ["port"] = ushort.MaxValue,
        ["sdp_port"] = 7,
        ["destination_p"] = 31,
        ["destination_x"] = byte.MaxValue,
        ["destination_y"] = byte.MaxValue,
        ["board"] = 31,
        ["board_to_send_to"] = 31,
        ["destination_port"] = 7,
        ["destination_cpu"] = 31,
        ["destination_chip_x"] = byte.MaxValue,
        ["destination_chip_y"] = byte.MaxValue,
        ["source_port"] = 7,
        ["source_cpu"] = 31,
        ["source_chip_x"] = byte.MaxValue,
        ["source_chip_y"] = byte.MaxValue,
    };

    /// <summary>Runs a check of arguments. Where one of them is too large for its field, the library must refuse it.</summary>
    /// <param name="type">The class that the arguments make.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="check">What must succeed, or be refused if an argument is too large.</param>
    public static string? Check(string type, JsonElement arguments, Func<string?> check)
    {
        bool isTooLarge = arguments.EnumerateObject().Any(argument => IsTooLarge(type, argument.Name, argument.Value));
        try
        {
            string? difference = check();
            return isTooLarge ? "expected a refusal: a value does not fit into its field" : difference;
        }
        catch (Exception e) when (isTooLarge && e is RefusedException or InvalidParameterException)
        {
            return null;
        }
    }

    private static bool IsTooLarge(string type, string name, JsonElement value) => (type, name) switch
    {
        ("AppCopyRun", "link") => IsAbove(value, 7),
        ("RouterInit", "n_entries") => IsAbove(value, ushort.MaxValue),
        (_, "processors") => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().Any(IsBeyondWord),
        (_, "boards") => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Any(board => IsAbove(board, 31)) : IsAbove(value, 31),
        (_, "led") => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Any(led => IsAbove(led, 15)) : IsAbove(value, 15),
        (_, "led_states") => value.EnumerateObject().Any(led => int.Parse(led.Name, CultureInfo.InvariantCulture) > 15),
        (_, "data") => value.ValueKind == JsonValueKind.Object && value.GetHex("hex").Length > ScpMessage.MaxDataSize && type is "WriteMemory" or "WriteLink",
        _ => s_largest.TryGetValue(name, out long largest) && IsAbove(value, largest),
    };

    private static bool IsBeyondWord(JsonElement core) => core.ValueKind == JsonValueKind.Number && core.AsInteger() is WaitBit or >= ApplicationBit;

    private static bool IsAbove(JsonElement value, long largest) => value.ValueKind == JsonValueKind.Number && value.AsInteger() > largest;
}
