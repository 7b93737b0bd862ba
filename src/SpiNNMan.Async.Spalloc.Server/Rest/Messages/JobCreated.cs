namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>A job that was created.</summary>
internal sealed record JobCreated(int JobId, string JobRef);
