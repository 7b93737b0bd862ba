using System.Text.Json;

namespace SpiNNMan.Async.Conformance.Scp;

/// <summary>How a request class of the vectors is made here.</summary>
/// <param name="Arguments">The names of all arguments its constructor can be given.</param>
/// <param name="Make">Makes the request from the record's <c>ctor</c>.</param>
internal sealed record ScpClass(string[] Arguments, Func<JsonElement, ScpCase> Make);
