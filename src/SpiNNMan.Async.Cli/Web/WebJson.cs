using System.Text.Json.Serialization;
using SpiNNMan.Async.Cli.Results;

namespace SpiNNMan.Async.Cli.Web;

/// <summary>Turns the result of the command into JSON, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WebResult))]
internal sealed partial class WebJson : JsonSerializerContext;
