using SpiNNMan.Async.Simulation.Debugging;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>Boots boards that hang together. This is the place for another kind of chip under the same boards: one that executes the boot image, beside those whose monitors are modelled.</summary>
internal interface IEngine : IDebuggable
{
    /// <summary>Starts a boot image; it is ready later.</summary>
    IBootedMachine Boot(BootOrder order, ReadOnlySpan<byte> image);

    /// <summary>Makes boards that are booted already.</summary>
    /// <param name="order">The boards.</param>
    /// <param name="bootBlock">The settings that an image would have brought; empty for the usual ones.</param>
    IBootedMachine MakeBooted(BootOrder order, ReadOnlySpan<byte> bootBlock);
}
