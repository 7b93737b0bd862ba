using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using SpiNNMan.Async.Diagnostics;

namespace SpiNNMan.Async.Tests.Support;

/// <summary>Listens to the metrics of the library, of one board.</summary>
internal sealed class MeterProbe : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly string _address;
    private readonly Dictionary<string, double> _collected = new(StringComparer.Ordinal);

    public MeterProbe(string address)
    {
        _address = address;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!string.Equals(instrument.Meter.Name, SpinnakerTelemetry.MeterName, StringComparison.Ordinal))
                return;

            Instruments[instrument.Name] = instrument;
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The instruments of the library, by name.</summary>
    public ConcurrentDictionary<string, Instrument> Instruments { get; } = new(StringComparer.Ordinal);

    /// <summary>The attributes that measurements of an instrument had, with the values that are not those of the board.</summary>
    public ConcurrentDictionary<string, SortedDictionary<string, SortedSet<string>>> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>What the histogram of durations was told, in seconds, by command.</summary>
    public ConcurrentQueue<(double Seconds, string Command)> Durations { get; } = [];

    /// <summary>Asks the instruments that are read when somebody asks.</summary>
    /// <returns>The values of the board by the name of the instrument, and by the reason or direction if there is one, as <c>name/value</c>.</returns>
    public IReadOnlyDictionary<string, double> Collect()
    {
        _collected.Clear();
        _listener.RecordObservableInstruments();
        return new Dictionary<string, double>(_collected, StringComparer.Ordinal);
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? part = null;
        bool isOurs = false;
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            isOurs |= tag.Key is MeterTags.ServerAddress && string.Equals((string?)tag.Value, _address, StringComparison.Ordinal);
            if (tag.Key is MeterTags.Reason or MeterTags.Direction or MeterTags.Command)
                part = Convert.ToString(tag.Value, CultureInfo.InvariantCulture);
        }

        if (!isOurs)
            return;

        SortedDictionary<string, SortedSet<string>> known = Tags.GetOrAdd(instrument.Name, static _ => new(StringComparer.Ordinal));
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            known.TryAdd(tag.Key, new SortedSet<string>(StringComparer.Ordinal));
            known[tag.Key].Add(Convert.ToString(tag.Value, CultureInfo.InvariantCulture)!);
        }

        if (instrument is Histogram<double>)
            Durations.Enqueue((value, part!));
        else
            _collected[part is null ? instrument.Name : $"{instrument.Name}/{part}"] = value;
    }
}
