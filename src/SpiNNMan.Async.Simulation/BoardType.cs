namespace SpiNNMan.Async.Simulation;

/// <summary>The boards that can be simulated.</summary>
/// <remarks>Protocol: virtual-machine.md, "Boards".</remarks>
public enum BoardType
{
    /// <summary>A SpiNN-3: 4 chips in a square of 2 by 2, no BMP on the real board.</summary>
    Spin3 = 0,

    /// <summary>A SpiNN-5: 48 chips in a hexagon within 8 by 8, with a BMP.</summary>
    Spin5 = 1,

    /// <summary>A single chip with an Ethernet and without connected links: the smallest machine that can be booted.</summary>
    Single = 2,
}
