using System.Globalization;
using System.Text.Json;

namespace SpiNNMan.Async.Emulation.Debugging.Tracing;

/// <summary>Writes profiles as other programs read them.</summary>
internal static class ProfileFiles
{
    private const long NanosecondsPerClock = 5;

    /// <summary>Writes folded stacks: a way of calls in each line, and its clocks of 5 ns. flamegraph.pl and its like read them.</summary>
    public static void WriteFolded(TextWriter output, IEnumerable<ProfileNode> cores)
    {
        foreach ((IReadOnlyList<string> stack, long clocks) in cores.SelectMany(static core => core.Stacks()))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{string.Join(';', stack)} {clocks}"));
    }

    /// <summary>Writes what speedscope.app reads: a profile for each core.</summary>
    /// <param name="output">The file.</param>
    /// <param name="cores">The cores.</param>
    /// <param name="unit">The unit, as speedscope names it: times in nanoseconds, or <c>none</c> for samples.</param>
    /// <param name="perCount">How many of that one count is; by default the nanoseconds of a clock.</param>
    public static void WriteSpeedscope(Stream output, IEnumerable<ProfileNode> cores, string unit = "nanoseconds", long perCount = NanosecondsPerClock)
    {
        Dictionary<string, int> frames = new(StringComparer.Ordinal);
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = false });
        json.WriteStartObject();
        json.WriteString("$schema", "https://www.speedscope.app/file-format-schema.json");
        json.WriteString("exporter", "spinnman");
        json.WriteStartArray("profiles");
        foreach (ProfileNode core in cores) WriteCore(json, core, frames, unit, perCount);
        json.WriteEndArray();
        json.WriteStartObject("shared");
        json.WriteStartArray("frames");
        foreach (string name in frames.OrderBy(static frame => frame.Value).Select(static frame => frame.Key))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteCore(Utf8JsonWriter json, ProfileNode core, Dictionary<string, int> frames, string unit, long perCount)
    {
        (IReadOnlyList<string> Stack, long Clocks)[] stacks = [.. core.Stacks()];
        json.WriteStartObject();
        json.WriteString("type", "sampled");
        json.WriteString("name", core.Name);
        json.WriteString("unit", unit);
        json.WriteNumber("startValue", 0);
        json.WriteNumber("endValue", stacks.Sum(static stack => stack.Clocks) * perCount);
        json.WriteStartArray("samples");
        foreach ((IReadOnlyList<string> stack, _) in stacks)
        {
            json.WriteStartArray();
            foreach (string name in stack.Skip(1))
            {
                if (!frames.TryGetValue(name, out int frame)) frames[name] = frame = frames.Count;
                json.WriteNumberValue(frame);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("weights");
        foreach ((_, long clocks) in stacks) json.WriteNumberValue(clocks * perCount);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
