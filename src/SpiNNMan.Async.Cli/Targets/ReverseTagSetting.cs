using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Targets;

/// <summary>A tag by which cores are sent to, as the user names it.</summary>
internal sealed record ReverseTagSetting(byte Tag, int Port, CoreLocation Core);
