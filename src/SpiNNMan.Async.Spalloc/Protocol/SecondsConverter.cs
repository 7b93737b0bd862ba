using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>Seconds: a number, as one server writes them; a date or a number as text, as others may.</summary>
internal sealed class SecondsConverter : JsonConverter<double?>
{
    public override double? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return reader.GetDouble();
            case JsonTokenType.String when double.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds):
                return seconds;
            case JsonTokenType.String when DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date):
                return date.ToUnixTimeMilliseconds() / 1000.0;
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, double? value, JsonSerializerOptions options)
    {
        if (value is { } seconds)
            writer.WriteNumberValue(seconds);
        else
            writer.WriteNullValue();
    }
}
