using System.Text.Json.Nodes;

namespace SpiNNMan.Async.Spalloc.Tests.Support;

/// <summary>A recorded line.</summary>
internal sealed record RecordedLine(string Client, bool IsCommand, JsonObject Line)
{
    public bool IsAnswer => Line.ContainsKey("return") || Line.ContainsKey("exception");
}
