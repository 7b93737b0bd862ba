using System.Text.Json.Serialization;

namespace SpiNNMan.Async.SideBySide.Driving;

/// <summary>The lines between the driver and who drives it, without the reflection whose memory would be counted as the library's.</summary>
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(RunResult))]
internal sealed partial class DriverJson : JsonSerializerContext;
