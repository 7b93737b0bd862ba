namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>The root of a REST service.</summary>
/// <remarks>Protocol: spalloc.md, "Sessions".</remarks>
internal sealed record RestServiceDescription
{
    public RestVersion? Version { get; init; }

    public Uri? JobsRef { get; init; }

    public Uri? MachinesRef { get; init; }

    public string? CsrfHeader { get; init; }

    public string? CsrfToken { get; init; }
}
