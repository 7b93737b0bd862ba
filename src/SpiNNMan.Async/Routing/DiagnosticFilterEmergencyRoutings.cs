namespace SpiNNMan.Async.Routing;

/// <summary>The states of emergency routing that a filter counts packets in.</summary>
/// <remarks>Protocol: models.md, "Diagnostic filters".</remarks>
[Flags]
public enum DiagnosticFilterEmergencyRoutings : byte
{
    /// <summary>None. Where a filter is made, it means all.</summary>
    None = 0,

    /// <summary>Not on an emergency route.</summary>
    Normal = 1 << 0,

    /// <summary>On the first leg of an emergency route, and on their own route as well.</summary>
    FirstStageCombined = 1 << 1,

    /// <summary>On the first leg of an emergency route.</summary>
    FirstStage = 1 << 2,

    /// <summary>On the second leg of an emergency route.</summary>
    SecondStage = 1 << 3,

    /// <summary>All of them.</summary>
    All = (1 << 4) - 1,
}
