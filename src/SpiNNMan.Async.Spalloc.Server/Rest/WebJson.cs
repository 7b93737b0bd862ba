using System.Text.Json.Serialization;
using SpiNNMan.Async.Spalloc.Server.Rest.Messages;

namespace SpiNNMan.Async.Spalloc.Server.Rest;

/// <summary>How the messages of the REST service are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ServiceDescription))]
[JsonSerializable(typeof(MachineList))]
[JsonSerializable(typeof(MachineMessage))]
[JsonSerializable(typeof(WhereIsMessage))]
[JsonSerializable(typeof(JobList))]
[JsonSerializable(typeof(JobRequest))]
[JsonSerializable(typeof(JobCreated))]
[JsonSerializable(typeof(JobMessage))]
[JsonSerializable(typeof(JobMachine))]
[JsonSerializable(typeof(PowerMessage))]
[JsonSerializable(typeof(IssueReport))]
[JsonSerializable(typeof(IssueAnswer))]
internal sealed partial class WebJson : JsonSerializerContext;
