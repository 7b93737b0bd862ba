namespace SpiNNMan.Async.SideBySide.Rows;

/// <summary>What a figure holds.</summary>
internal enum Verdict
{
    /// <summary>There is nothing to hold.</summary>
    Told,

    /// <summary>It could not be measured.</summary>
    NotMeasured,

    /// <summary>Less than it must be.</summary>
    Short,

    /// <summary>What it must be.</summary>
    Must,

    /// <summary>What it should be.</summary>
    Aim,
}
