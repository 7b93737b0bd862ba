namespace SpiNNMan.Async.Spalloc.Server.Tests.Support;

/// <summary>The arguments of a command that have names.</summary>
internal sealed class Keywords() : Dictionary<string, object?>(StringComparer.Ordinal);
