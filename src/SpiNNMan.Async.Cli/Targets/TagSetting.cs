namespace SpiNNMan.Async.Cli.Targets;

/// <summary>A tag that the user sets, by which cores send to a host.</summary>
internal sealed record TagSetting(byte Tag, string Host, int Port);
