namespace SpiNNMan.Async.Cli.Diagnosis;

/// <summary>What a step of the diagnosis says.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Worth knowing, but no reason for a machine not to work.</summary>
    Note,

    /// <summary>It works, but not well.</summary>
    Warning,

    /// <summary>This is why it does not work.</summary>
    Problem,
}
