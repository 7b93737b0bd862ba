using System.Text.Json;

namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>A board that does not work: of a machine, and by a chip on it or in one of the other ways of counting.</summary>
internal sealed record ReportedBoard : BoardPlace
{
    public string? Machine { get; init; }

    /// <summary>A chip on it: <c>[x, y]</c>, or <c>{"x": x, "y": y}</c>.</summary>
    public JsonElement? Chip { get; init; }
}
