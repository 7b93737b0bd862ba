using System.Numerics;
using System.Text.Json;

namespace SpiNNMan.Async.Conformance.Checking;

/// <summary>Reads the notation of the vectors.</summary>
internal static class VectorJson
{
    extension(JsonElement element)
    {
        /// <summary>Whether the field is there and not <c>null</c>.</summary>
        public bool Has(string name) => element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

        public string GetString(string name) => element.GetProperty(name).GetString() ?? throw new UnknownRecordException($"{name} is null");

        public string? GetStringOrNull(string name) => element.Has(name) ? element.GetProperty(name).GetString() : null;

        public bool GetBoolean(string name, bool missing = false) => element.Has(name) ? element.GetProperty(name).GetBoolean() : missing;

        /// <summary>An integer, or <paramref name="missing"/> if it is not there; without that, missing is a refusal.</summary>
        public long GetInteger(string name, long? missing = null) =>
            element.Has(name) ? element.GetProperty(name).AsInteger() : missing ?? throw new RefusedException($"{name} is not given");

        /// <summary>An integer that fits a byte; any other is a refusal.</summary>
        public byte GetByte(string name, byte? missing = null) => Fit<byte>(element.GetInteger(name, missing));

        public ushort? GetUInt16OrNull(string name) => element.Has(name) ? Fit<ushort>(element.GetInteger(name)) : null;

        public uint GetUInt32(string name, uint? missing = null) => Fit<uint>(element.GetInteger(name, missing));

        public uint? GetUInt32OrNull(string name) => element.Has(name) ? element.GetUInt32(name) : null;

        /// <summary>An integer of any size that fits 64 bits; a greater one is a refusal.</summary>
        public long AsInteger() => element.ValueKind != JsonValueKind.Number
            ? throw new RefusedException($"{element} is no number")
            : element.TryGetInt64(out long value) ? value : throw new RefusedException($"{element} does not fit");

        /// <summary>An integer as the library's type for it; one that does not fit is a refusal, for the library cannot even be asked.</summary>
        public T As<T>()
            where T : IBinaryInteger<T> => Fit<T>(element.AsInteger());

        /// <summary>Bytes given as hexadecimal text, from the record's <c>offset</c> on if it has one.</summary>
        public byte[] GetBytesFromOffset(string name = "bytes_hex") =>
            element.GetHex(name).AsSpan().FromOffset(element).ToArray();

        /// <summary>The bytes of a constructor's <c>data</c> from its <c>offset</c> on; an offset beyond the end leaves none.</summary>
        public byte[] GetDataFromOffset() => element.GetByteString("data").AsSpan().FromOffset(element).ToArray();

        /// <summary>The record's bytes; none if it has none, because it must fail.</summary>
        public byte[] GetBytesIfAny() => element.Has("bytes_hex") ? element.GetHex() : [];

        public byte[] GetHex(string name = "bytes_hex") => Convert.FromHexString(element.GetString(name));

        /// <summary>A byte string, <c>{"hex": ...}</c>; <c>null</c> has no bytes.</summary>
        public byte[] GetByteString(string name) => element.Has(name) ? element.GetProperty(name).GetHex("hex") : [];

        /// <summary>A list; a single value stands for a list of one.</summary>
        public JsonElement[] GetList(string name)
        {
            JsonElement value = element.GetProperty(name);
            return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        }

        /// <summary>A member of an enumeration, by its Python name or its number.</summary>
        public T GetMember<T>(string name, IReadOnlyDictionary<string, T> members, T? missing = null)
            where T : struct, Enum
        {
            if (!element.Has(name))
                return missing ?? throw new RefusedException($"{name} is not given");

            JsonElement value = element.GetProperty(name);
            if (value.ValueKind == JsonValueKind.Number)
                return (T)Enum.ToObject(typeof(T), value.AsInteger());

            string text = value.GetString() ?? "";
            return members.TryGetValue(text, out T known) ? known : throw new UnknownRecordException($"{name} is {text}");
        }
    }

    /// <summary>A number as a smaller type; one that does not fit is a refusal.</summary>
    public static T Fit<T>(long value)
        where T : IBinaryInteger<T>
    {
        try
        {
            return T.CreateChecked(value);
        }
        catch (OverflowException)
        {
            throw new RefusedException($"{value} does not fit into {typeof(T).Name}");
        }
    }

    private static Span<byte> FromOffset(this Span<byte> bytes, JsonElement record) =>
        bytes[(int)Math.Clamp(record.GetInteger("offset", 0), 0, bytes.Length)..];
}
