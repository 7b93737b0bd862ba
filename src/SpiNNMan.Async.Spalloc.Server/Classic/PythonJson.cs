using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SpiNNMan.Async.Spalloc.Server.Classic;

/// <summary>Writes JSON as clients of the classic protocol are used to it: with a space after commas and colons, and with fractions where a number is one of seconds.</summary>
internal static class PythonJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes a line.</summary>
    /// <param name="write">Writes the members of the object.</param>
    public static byte[] WriteLine(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return [.. Space(buffer.WrittenSpan), (byte)'\n'];
    }

    /// <summary>A number of seconds.</summary>
    public static void WriteSeconds(this Utf8JsonWriter writer, string name, double? seconds)
    {
        writer.WritePropertyName(name);
        if (seconds is not { } value)
            writer.WriteNullValue();
        else
            writer.WriteRawValue(value.ToString(value == Math.Floor(value) && Math.Abs(value) < 1e15 ? "0.0" : "R", CultureInfo.InvariantCulture), skipInputValidation: true);
    }

    /// <summary>A text, or nothing.</summary>
    public static void WriteText(this Utf8JsonWriter writer, string name, string? text)
    {
        writer.WritePropertyName(name);
        writer.WriteStringValue(text);
    }

    /// <summary>Some numbers, or nothing.</summary>
    public static void WriteNumbers(this Utf8JsonWriter writer, string name, IEnumerable<int>? numbers)
    {
        writer.WritePropertyName(name);
        writer.WriteNumbersValue(numbers);
    }

    /// <inheritdoc cref="WriteNumbers"/>
    public static void WriteNumbersValue(this Utf8JsonWriter writer, IEnumerable<int>? numbers)
    {
        if (numbers is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartArray();
        foreach (int number in numbers)
            writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }

    /// <summary>Puts a space after each comma and colon that is not within a text.</summary>
    private static byte[] Space(ReadOnlySpan<byte> json)
    {
        var spaced = new MemoryStream(json.Length + 32);
        bool isText = false;
        for (int at = 0; at < json.Length; at++)
        {
            byte next = json[at];
            spaced.WriteByte(next);
            switch (next)
            {
                case (byte)'\\' when isText:
                    spaced.WriteByte(json[++at]);
                    break;
                case (byte)'"':
                    isText = !isText;
                    break;
                case (byte)',' or (byte)':' when !isText && at + 1 < json.Length && json[at + 1] != (byte)' ':
                    spaced.WriteByte((byte)' ');
                    break;
            }
        }

        return spaced.ToArray();
    }

    /// <summary>The JSON of a list.</summary>
    public static string Compact(IEnumerable<JsonElement> elements) => Compact(writer =>
    {
        writer.WriteStartArray();
        foreach (JsonElement element in elements)
            element.WriteTo(writer);
        writer.WriteEndArray();
    });

    /// <summary>The JSON of an object.</summary>
    public static string Compact(IEnumerable<KeyValuePair<string, JsonElement>> members) => Compact(writer =>
    {
        writer.WriteStartObject();
        foreach ((string name, JsonElement value) in members)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    });

    private static string Compact(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_options))
            write(writer);

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
