namespace SpiNNMan.Async.Cli.Results;

/// <summary>The version of this program, as JSON.</summary>
internal sealed record ToolVersionResult(string ToolVersion);
