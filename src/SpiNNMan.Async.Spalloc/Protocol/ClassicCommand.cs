using System.Text.Json.Nodes;

namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>A line from a client: a command with its arguments by place and by name.</summary>
/// <remarks>Protocol: spalloc.md, "Lines".</remarks>
internal sealed record ClassicCommand
{
    /// <summary>The name, one of <see cref="ClassicCommands"/>.</summary>
    public required string Command { get; init; }

    /// <summary>The arguments by place.</summary>
    public JsonArray Args { get; init; } = [];

    /// <summary>The arguments by name.</summary>
    public JsonObject Kwargs { get; init; } = [];
}
