using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpiNNMan.Async.Machines.Snapshots;

/// <summary>Turns chips into arrays of things of several kinds, and back.</summary>
internal sealed class ChipJsonConverter : JsonConverter<ChipJson>
{
    public override ChipJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("A chip must be an array of x, y, details and, optionally, resources.");

        reader.Read();
        byte x = reader.GetByte();
        reader.Read();
        byte y = reader.GetByte();
        reader.Read();
        ChipDetailsJson details = JsonSerializer.Deserialize(ref reader, MachineJsonContext.Default.ChipDetailsJson) ?? throw new JsonException("A chip has no details.");
        reader.Read();
        ResourcesJson? exceptions = null;
        if (reader.TokenType != JsonTokenType.EndArray)
        {
            exceptions = JsonSerializer.Deserialize(ref reader, MachineJsonContext.Default.ResourcesJson);
            reader.Read();
        }

        return reader.TokenType == JsonTokenType.EndArray ? new ChipJson(x, y, details, exceptions) : throw new JsonException("A chip has more than four elements.");
    }

    public override void Write(Utf8JsonWriter writer, ChipJson value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.X);
        writer.WriteNumberValue(value.Y);
        JsonSerializer.Serialize(writer, value.Details, MachineJsonContext.Default.ChipDetailsJson);
        if (value.Exceptions is not null)
            JsonSerializer.Serialize(writer, value.Exceptions, MachineJsonContext.Default.ResourcesJson);

        writer.WriteEndArray();
    }
}
