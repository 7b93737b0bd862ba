namespace SpiNNMan.Async.Conformance;

/// <summary>What came of one vector file.</summary>
/// <param name="FileName">The file's name.</param>
/// <param name="Total">How many things were checked.</param>
/// <param name="Failures">Those that failed: their names, and what was expected and what came.</param>
internal sealed record FileReport(string FileName, int Total, IReadOnlyList<string> Failures)
{
    /// <summary>Whether there is a suite for the file.</summary>
    public bool IsCovered { get; init; } = true;

    /// <summary>The names of the records that no suite can check yet.</summary>
    public IReadOnlyList<string> NotCovered { get; init; } = [];

    public int Passed => Total - Failures.Count;

    public override string ToString() => IsCovered ? $"{FileName}: {Passed} of {Total}" : $"{FileName}: not covered";
}
