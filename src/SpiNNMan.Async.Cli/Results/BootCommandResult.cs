namespace SpiNNMan.Async.Cli.Results;

/// <summary>The result of a boot, as JSON.</summary>
internal sealed record BootCommandResult(VersionResult Software, bool WasRunning, int Rounds, double Seconds, string Image);
