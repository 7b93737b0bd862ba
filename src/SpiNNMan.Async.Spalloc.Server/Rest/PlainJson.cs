using System.Text.Json.Serialization;

namespace SpiNNMan.Async.Spalloc.Server.Rest;

/// <summary>How numbers and texts are written as JSON.</summary>
[JsonSerializable(typeof(int[]))]
[JsonSerializable(typeof(string))]
internal sealed partial class PlainJson : JsonSerializerContext;
