using System.Text.Json.Serialization;

namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>The chip with the Ethernet of a board of a job, in the job's own coordinates, and the board's host. As JSON: [[x, y], host].</summary>
[JsonConverter(typeof(BoardConnectionConverter))]
internal sealed record BoardConnection(int X, int Y, string Host);
