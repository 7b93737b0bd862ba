using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace SpiNNMan.Async.Spalloc.Server.Classic;

/// <summary>A command, as a client sent it.</summary>
/// <param name="Command">Its name.</param>
/// <param name="Arguments">The arguments that have no names.</param>
/// <param name="Keywords">The arguments that have.</param>
internal sealed record ClassicCall(string Command, IReadOnlyList<JsonElement> Arguments, IReadOnlyDictionary<string, JsonElement> Keywords)
{
    /// <summary>A member that clients must not give; it is left out.</summary>
    private const string Reserved = "client";

    /// <summary>Reads a line.</summary>
    /// <returns>Whether it is a command.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> line, [NotNullWhen(true)] out ClassicCall? call)
    {
        call = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("command", out JsonElement command) || command.ValueKind != JsonValueKind.String)
                return false;
            if (!TryGet(root, "args", JsonValueKind.Array, out JsonElement arguments) || !TryGet(root, "kwargs", JsonValueKind.Object, out JsonElement keywords))
                return false;

            var named = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            foreach (JsonProperty member in keywords.ValueKind == JsonValueKind.Object ? keywords.EnumerateObject() : default)
            {
                if (!string.Equals(member.Name, Reserved, StringComparison.Ordinal))
                    named[member.Name] = member.Value.Clone();
            }

            call = new ClassicCall(command.GetString()!, arguments.ValueKind == JsonValueKind.Array ? [.. arguments.EnumerateArray().Select(static argument => argument.Clone())] : [], named);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Texts with half of a surrogate pair are found out only when they are read.
            return false;
        }
    }

    /// <summary>Finds a member that may be missing, but must not be anything else.</summary>
    private static bool TryGet(JsonElement root, string name, JsonValueKind kind, out JsonElement value) => !root.TryGetProperty(name, out value) || value.ValueKind == kind;
}
