using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Watching;

/// <summary>The details of the chip or core that is looked at. They are read when it is entered, and when the user asks for it, since reading them costs the board more than watching it.</summary>
/// <param name="reader">Reads them; <see langword="null"/> for a recording, which has none.</param>
internal sealed class DetailBox(IDetailReader? reader)
{
    private static readonly IReadOnlyList<TextLine> s_none = [];
    private static readonly IReadOnlyList<TextLine> s_recorded = [TextLine.Of("A recording has no details of chips and cores.", "dim")];
    private static readonly IReadOnlyList<TextLine> s_reading = [TextLine.Of("Reading ...", "dim")];

    private (TopLevel Level, CoreLocation Place, int Updates)? _asked;
    private Reading _reading = new();

    /// <summary>The details, as far as they are known.</summary>
    public IReadOnlyList<TextLine> Get(TopState state, CancellationToken cancellationToken)
    {
        if (state.Level < TopLevel.Chip)
            return s_none;

        if (reader is null)
            return s_recorded;

        var place = new CoreLocation(state.Chip, state.Level == TopLevel.Core ? state.Core : 0);
        if (_asked != (state.Level, place, state.Updates))
        {
            _asked = (state.Level, place, state.Updates);
            _reading = new Reading();
            _ = FillAsync(_reading, reader, state.Level, place, cancellationToken);
        }

        return _reading.Lines ?? s_reading;
    }

    /// <summary>Reads details. What fails is a line too.</summary>
    /// <param name="reader">Reads them.</param>
    /// <param name="level">Whether they are of a chip or of a core.</param>
    /// <param name="place">The core, or any core of the chip.</param>
    /// <param name="cancellationToken">Ends it, without a line.</param>
    public static async Task<IReadOnlyList<TextLine>> ReadAsync(IDetailReader reader, TopLevel level, CoreLocation place, CancellationToken cancellationToken)
    {
        try
        {
            return level == TopLevel.Core ? await reader.ReadCoreAsync(place, cancellationToken) : await reader.ReadChipAsync(place.Chip, cancellationToken);
        }
        catch (Exception exception) when (exception is SpinnakerException or KeyNotFoundException)
        {
            return [TextLine.Of(Failures.Explain(exception), "red")];
        }
        catch (OperationCanceledException)
        {
            return [];
        }
    }

    private static async Task FillAsync(Reading reading, IDetailReader reader, TopLevel level, CoreLocation place, CancellationToken cancellationToken) =>
        reading.Lines = await ReadAsync(reader, level, place, cancellationToken);

    /// <summary>The details that were asked for last, once they are there.</summary>
    private sealed class Reading
    {
        private IReadOnlyList<TextLine>? _lines;

        public IReadOnlyList<TextLine>? Lines
        {
            get => Volatile.Read(ref _lines);
            set => Volatile.Write(ref _lines, value);
        }
    }
}
