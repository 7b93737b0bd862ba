namespace SpiNNMan.Async.Cli.Results;

/// <summary>The script for Wireshark, or the file in which it was installed, as JSON.</summary>
internal sealed record DissectorResult(string? Script, string? File);
