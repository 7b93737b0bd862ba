namespace SpiNNMan.Async.Routing;

/// <summary>Whether a filter counts packets with or without payload.</summary>
/// <remarks>Protocol: models.md, "Diagnostic filters".</remarks>
[Flags]
public enum DiagnosticFilterPayloads : byte
{
    /// <summary>None. Where a filter is made, it means all.</summary>
    None = 0,

    /// <summary>With payload.</summary>
    WithPayload = 1 << 0,

    /// <summary>Without payload.</summary>
    WithoutPayload = 1 << 1,

    /// <summary>All of them.</summary>
    All = (1 << 2) - 1,
}
