namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>A block of recorded data that a core wants to be read.</summary>
/// <param name="Channel">The recording channel.</param>
/// <param name="RegionId">The region of the core's memory.</param>
/// <param name="StartAddress">Where the data starts.</param>
/// <param name="SpaceToBeRead">How much there is, in bytes.</param>
/// <remarks>Protocol: eieio.md, "Reading recorded data".</remarks>
public readonly record struct ReadDataRequest(byte Channel, byte RegionId, uint StartAddress, uint SpaceToBeRead);
