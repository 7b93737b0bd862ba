namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>An event that came out of a machine, as JSON.</summary>
internal sealed record LiveEventResult(int Run, string Label, int Atom, uint Key, long? Tick, uint? Payload);
