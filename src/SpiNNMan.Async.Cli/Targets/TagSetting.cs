namespace SpiNNMan.Async.Cli.Targets;

/// <summary>A tag by which cores send, as the user names it.</summary>
internal sealed record TagSetting(byte Tag, string Host, int Port);
