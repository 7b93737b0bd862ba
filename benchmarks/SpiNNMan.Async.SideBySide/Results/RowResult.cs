using SpiNNMan.Async.SideBySide.Rows;

namespace SpiNNMan.Async.SideBySide.Results;

/// <summary>What came out for a row: kept, so that rows measured at different times make one table.</summary>
internal sealed record RowResult
{
    public required int Number { get; init; }

    public required IReadOnlyList<Figure> Figures { get; init; }

    public required IReadOnlyList<MeasureResult> Measures { get; init; }

    public required int Rounds { get; init; }

    /// <summary>The commit that was measured, and whether there were changes to it.</summary>
    public required string Commit { get; init; }

    public required DateTimeOffset When { get; init; }
}
