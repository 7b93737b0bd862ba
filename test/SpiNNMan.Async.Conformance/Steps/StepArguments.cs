using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Conformance.Exchanges;

namespace SpiNNMan.Async.Conformance.Steps;

/// <summary>The arguments of one call: those that are written with it, and those of the record.</summary>
internal sealed class StepArguments(OperationText call, JsonElement record)
{
    public JsonElement Record => record;

    /// <summary>Whether an argument is there, by position or by name.</summary>
    public bool Has(string name, int position = -1) => Find(name, position) is not null;

    /// <summary>Whether the record has an argument of that name, be it a number or a list.</summary>
    public bool HasList(string name) => IsObject && record.Has(name);

    /// <summary>A number, by position or by name.</summary>
    /// <exception cref="UnknownRecordException">It is not there, and has no default.</exception>
    public long Integer(string name, int position = -1, long? missing = null) =>
        Find(name, position) ?? missing ?? throw new UnknownRecordException($"{call.Name} without {name}");

    public byte Byte(string name, int position = -1, long? missing = null) => VectorJson.Fit<byte>(Integer(name, position, missing));

    public uint UInt32(string name, int position = -1, long? missing = null) => VectorJson.Fit<uint>(Integer(name, position, missing));

    public int Int32(string name, int position = -1, long? missing = null) => VectorJson.Fit<int>(Integer(name, position, missing));

    /// <summary>Numbers, of which there may be one.</summary>
    public int[] Integers(string name, int position = -1, int? missing = null)
    {
        if (call.Number(position) is { } written)
            return [VectorJson.Fit<int>(written)];

        if (IsObject && record.Has(name))
            return [.. record.GetList(name).Select(static number => number.As<int>())];

        return missing is { } value ? [value] : throw new UnknownRecordException($"{call.Name} without {name}");
    }

    public string Text(string name) => IsObject && record.Has(name) ? record.GetString(name) : throw new UnknownRecordException($"{call.Name} without {name}");

    private bool IsObject => record.ValueKind == JsonValueKind.Object;

    private long? Find(string name, int position)
    {
        if (position >= 0 && call.Number(position) is { } written)
            return written;

        // What is written in parentheses may name another argument of the record.
        string key = position >= 0 && position < call.Arguments.Count && IsObject && record.Has(call.Arguments[position]) ? call.Arguments[position] : name;
        return IsObject && record.Has(key) && record.GetProperty(key).ValueKind == JsonValueKind.Number ? record.GetProperty(key).AsInteger() : null;
    }
}
