namespace SpiNNMan.Async.Routing;

/// <summary>Whether a filter counts packets that no routing entry matched.</summary>
/// <remarks>Protocol: models.md, "Diagnostic filters".</remarks>
[Flags]
public enum DiagnosticFilterDefaultRoutings : byte
{
    /// <summary>None. Where a filter is made, it means all.</summary>
    None = 0,

    /// <summary>Packets that went straight on because no entry matched.</summary>
    DefaultRouted = 1 << 0,

    /// <summary>Packets that an entry matched.</summary>
    NonDefaultRouted = 1 << 1,

    /// <summary>All of them.</summary>
    All = (1 << 2) - 1,
}
