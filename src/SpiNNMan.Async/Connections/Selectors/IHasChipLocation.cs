using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Connections.Selectors;

/// <summary>Something that is connected to the Ethernet of a chip.</summary>
internal interface IHasChipLocation
{
    /// <summary>The chip; <see cref="ChipLocation.Root"/> while it is not known.</summary>
    ChipLocation Chip { get; }
}
