namespace SpiNNMan.Async.Cli.Results;

/// <summary>A block of a heap, as JSON. A block without an application is free.</summary>
internal sealed record HeapBlockResult(uint Address, long Bytes, int? ApplicationId, int? SdramTag);
