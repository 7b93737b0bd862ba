using System.Text.Json;

namespace SpiNNMan.Async.Fuzz;

/// <summary>Every byte string in the golden vectors, to start mutations from.</summary>
internal static class SeedCorpus
{
    public static IReadOnlyList<byte[]> Load(IEnumerable<string> files)
    {
        var seeds = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (string file in files)
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", file)));
            Collect(document.RootElement, isHex: false, seeds);
        }

        return [.. seeds.Values];
    }

    private static void Collect(JsonElement element, bool isHex, Dictionary<string, byte[]> seeds)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                    Collect(property.Value, property.Name.EndsWith("hex", StringComparison.Ordinal) || property.Name is "send", seeds);
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                    Collect(item, isHex, seeds);
                break;
            case JsonValueKind.String when isHex:
                string text = element.GetString() ?? "";
                if (text.Length <= 2 * Mutator.MaxLength)
                    seeds[text] = Convert.FromHexString(text);
                break;
        }
    }
}
