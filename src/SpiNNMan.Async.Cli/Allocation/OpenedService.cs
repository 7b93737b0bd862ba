using SpiNNMan.Async.Spalloc;

namespace SpiNNMan.Async.Cli.Allocation;

/// <summary>An allocation service that a command talks to.</summary>
/// <param name="Allocator">The connection to it.</param>
/// <param name="Files">The settings of the configuration files of spalloc.</param>
/// <param name="Address">Its address, as the user wrote it. There may be a password in it.</param>
internal sealed record OpenedService(BoardAllocator Allocator, SpallocConfiguration Files, string Address) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Allocator.DisposeAsync();

    /// <summary>The name of the service, without a password.</summary>
    public override string ToString() => Allocator.Address;
}
