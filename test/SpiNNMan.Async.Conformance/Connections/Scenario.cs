using System.Text.Json.Nodes;

namespace SpiNNMan.Async.Conformance.Connections;

/// <summary>Does what the steps of a record say, with the connections of this library.</summary>
/// <returns>What came of it, in the notation of the records.</returns>
internal delegate Task<JsonNode?> Scenario(ConnectionCase record);
