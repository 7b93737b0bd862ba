namespace SpiNNMan.Async.Cli.Output;

/// <summary>How a boot went, for programs.</summary>
internal sealed record BootCommandResult(VersionResult Version, bool WasRunning, int Rounds, double Seconds, string Image);
