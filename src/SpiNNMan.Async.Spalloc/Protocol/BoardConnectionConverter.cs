using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>Reads and writes [[x, y], host].</summary>
internal sealed class BoardConnectionConverter : JsonConverter<BoardConnection>
{
    public override BoardConnection Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Expect(ref reader, JsonTokenType.StartArray);
        Next(ref reader, JsonTokenType.StartArray);
        Next(ref reader, JsonTokenType.Number);
        int x = reader.GetInt32();
        Next(ref reader, JsonTokenType.Number);
        int y = reader.GetInt32();
        Next(ref reader, JsonTokenType.EndArray);
        Next(ref reader, JsonTokenType.String);
        string host = reader.GetString()!;
        Next(ref reader, JsonTokenType.EndArray);
        return new BoardConnection(x, y, host);
    }

    public override void Write(Utf8JsonWriter writer, BoardConnection value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteStartArray();
        writer.WriteNumberValue(value.X);
        writer.WriteNumberValue(value.Y);
        writer.WriteEndArray();
        writer.WriteStringValue(value.Host);
        writer.WriteEndArray();
    }

    private static void Next(ref Utf8JsonReader reader, JsonTokenType type)
    {
        reader.Read();
        Expect(ref reader, type);
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (reader.TokenType != type)
            throw new JsonException("A connection is [[x, y], host].");
    }
}
