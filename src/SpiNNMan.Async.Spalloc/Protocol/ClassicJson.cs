using System.Text.Json.Serialization;

namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>The messages of the classic protocol as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ClassicCommand))]
[JsonSerializable(typeof(ClassicJobState))]
[JsonSerializable(typeof(ClassicMachineInfo))]
[JsonSerializable(typeof(IReadOnlyList<ClassicJob>))]
[JsonSerializable(typeof(IReadOnlyList<ClassicMachine>))]
[JsonSerializable(typeof(ClassicWhereIs))]
[JsonSerializable(typeof(ClassicNotification))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(int[]))]
[JsonSerializable(typeof(string))]
internal sealed partial class ClassicJson : JsonSerializerContext;
