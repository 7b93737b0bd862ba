using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpiNNMan.Async.Machines.Snapshots;

/// <summary>How machines are turned into JSON, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MachineJson))]
[JsonSerializable(typeof(ChipDetailsJson))]
[JsonSerializable(typeof(ResourcesJson))]
internal sealed partial class MachineJsonContext : JsonSerializerContext;
