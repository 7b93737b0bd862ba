using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Results;

/// <summary>The software of a board, as JSON.</summary>
internal sealed record VersionResult(
    string Name, string Hardware, string Version, int X, int Y, int Core, int PhysicalCore, int BufferSize, DateTimeOffset BuildDate, bool Ready)
{
    public static VersionResult From(in VersionInfo version) => new(
        version.Name,
        version.Hardware,
        version.VersionText,
        version.Core.X,
        version.Core.Y,
        version.Core.Core,
        version.PhysicalCore,
        version.BufferSize,
        version.BuildDate,
        version.Core.Chip != ChipLocation.Root);
}
