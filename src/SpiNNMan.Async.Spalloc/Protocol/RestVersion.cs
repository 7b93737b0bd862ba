namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>The version of a REST service.</summary>
internal sealed record RestVersion
{
    public int MajorVersion { get; init; }

    public int MinorVersion { get; init; }

    public int Revision { get; init; }
}
