namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>The version of the service.</summary>
internal sealed record ServiceVersion(int MajorVersion, int MinorVersion, int Revision);
