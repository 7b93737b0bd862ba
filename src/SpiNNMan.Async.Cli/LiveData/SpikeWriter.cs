using System.Globalization;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Live;
using SpiNNMan.Async.Live.Receiving;

namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>Writes events as text, one a line.</summary>
internal sealed class SpikeWriter(TextWriter output, SpikeFormat format, JsonTypeInfo<LiveEventResult> json)
{
    private const string Header = "run,label,atom,key,tick,payload\n";

    private readonly StringBuilder _lines = new();
    private readonly Dictionary<string, string> _quoted = new(StringComparer.Ordinal);

    /// <summary>The events that were written.</summary>
    public long Count { get; private set; }

    /// <summary>The format that the name of a file asks for: JSON if it ends with .json or .jsonl, and CSV otherwise.</summary>
    public static SpikeFormat FormatOf(string file) =>
        Path.GetExtension(file) is var ending && (ending.Equals(".json", StringComparison.OrdinalIgnoreCase) || ending.Equals(".jsonl", StringComparison.OrdinalIgnoreCase)) ? SpikeFormat.Json : SpikeFormat.Csv;

    /// <summary>Writes what comes before the first event.</summary>
    public Task BeginAsync() => format == SpikeFormat.Csv ? output.WriteAsync(Header) : Task.CompletedTask;

    /// <summary>Writes events.</summary>
    public async Task WriteAsync(LiveRun run, ReadOnlyMemory<Spike> spikes)
    {
        foreach (ref readonly Spike spike in spikes.Span)
            Append(run, spike);

        string lines = _lines.ToString();
        _lines.Clear();
        Count += spikes.Length;
        await output.WriteAsync(lines);
        await output.FlushAsync();
    }

    private void Append(LiveRun run, in Spike spike)
    {
        string label = run.Database.Populations[spike.Label].Label;
        if (format == SpikeFormat.Json)
            _lines.Append(JsonLines.LineOf(new LiveEventResult(run.Number, label, spike.Atom, spike.Key, spike.Tick, spike.Payload), json));
        else
            _lines.Append(CultureInfo.InvariantCulture, $"{run.Number},{Quote(label)},{spike.Atom},{spike.Key},{spike.Tick},{spike.Payload}");

        _lines.Append('\n');
    }

    private string Quote(string label)
    {
        if (!_quoted.TryGetValue(label, out string? quoted))
        {
            string line = PrintableText.OfLine(label);
            bool isPlain = line.AsSpan().IndexOfAny(',', '"') < 0;
            _quoted[label] = quoted = isPlain ? line : $"\"{line.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        }

        return quoted;
    }
}
