namespace SpiNNMan.Async.Cli.Diagnosis;

/// <summary>The verdict of a step of a diagnosis.</summary>
internal enum Verdict
{
    /// <summary>All is well.</summary>
    Ok,

    /// <summary>This is worth knowing, but the machine works.</summary>
    Note,

    /// <summary>The machine works, but not well.</summary>
    Warning,

    /// <summary>This is why the machine does not work.</summary>
    Problem,
}
