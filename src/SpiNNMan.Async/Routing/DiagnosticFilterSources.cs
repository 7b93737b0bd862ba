namespace SpiNNMan.Async.Routing;

/// <summary>Where the packets that a filter counts come from.</summary>
/// <remarks>Protocol: models.md, "Diagnostic filters".</remarks>
[Flags]
public enum DiagnosticFilterSources : byte
{
    /// <summary>None. Where a filter is made, it means all.</summary>
    None = 0,

    /// <summary>From this chip's cores.</summary>
    Local = 1 << 0,

    /// <summary>From other chips.</summary>
    NonLocal = 1 << 1,

    /// <summary>All of them.</summary>
    All = (1 << 2) - 1,
}
