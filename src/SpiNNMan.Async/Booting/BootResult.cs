using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Booting;

/// <summary>How a boot went.</summary>
/// <param name="Version">The software of the board, and its place in the machine.</param>
/// <param name="WasRunning">Whether it was running already, so that nothing was sent.</param>
/// <param name="Rounds">How often the image was sent: 0 if it was running already, more than 1 if blocks of it were lost.</param>
/// <param name="Elapsed">How long it took.</param>
public readonly record struct BootResult(VersionInfo Version, bool WasRunning, int Rounds, TimeSpan Elapsed);
