using System.Text.Json.Serialization;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Results;

/// <summary>The software of a board, as JSON.</summary>
internal sealed record VersionResult(
    string SoftwareName, string Hardware, string Version, int X, int Y, int Core, int PhysicalCore, int BufferBytes, DateTimeOffset BuildDate, bool Ready)
{
    /// <summary>The same as text, for people.</summary>
    [JsonIgnore]
    public string Text { get; init; } = "";

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
        version.Core.Chip != ChipLocation.Root)
    {
        Text = version.ToString(),
    };
}
