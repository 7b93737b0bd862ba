namespace SpiNNMan.Async.Cli.Output;

/// <summary>A block of a heap, for programs; one without application is free.</summary>
internal sealed record HeapBlockResult(uint Address, long Bytes, int? ApplicationId, int? Tag);
