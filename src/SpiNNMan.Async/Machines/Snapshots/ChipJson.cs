using System.Text.Json.Serialization;

namespace SpiNNMan.Async.Machines.Snapshots;

/// <summary>One chip: an array of its column, its row, its details, and its exceptions from the resources of its kind.</summary>
[JsonConverter(typeof(ChipJsonConverter))]
internal sealed record ChipJson(byte X, byte Y, ChipDetailsJson Details, ResourcesJson? Exceptions);
