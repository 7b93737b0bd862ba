using System.Text.Json.Serialization;

namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>The messages of the REST service as JSON: names are in kebab case, and what is not there is left out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RestServiceDescription))]
[JsonSerializable(typeof(RestMachines))]
[JsonSerializable(typeof(RestMachine))]
[JsonSerializable(typeof(RestJobs))]
[JsonSerializable(typeof(RestCreateJob))]
[JsonSerializable(typeof(RestCreatedJob))]
[JsonSerializable(typeof(RestJob))]
[JsonSerializable(typeof(RestSubMachine))]
[JsonSerializable(typeof(RestPower))]
[JsonSerializable(typeof(RestWhereIs))]
[JsonSerializable(typeof(RestIssue))]
[JsonSerializable(typeof(RestIssueAnswer))]
[JsonSerializable(typeof(RestMessage))]
internal sealed partial class RestJson : JsonSerializerContext;
