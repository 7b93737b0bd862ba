using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Targets;

/// <summary>A tag that the user sets, by which hosts send to a core.</summary>
internal sealed record ReverseTagSetting(byte Tag, int Port, CoreLocation Core);
