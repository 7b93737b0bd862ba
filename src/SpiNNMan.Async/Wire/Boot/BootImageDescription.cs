using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Wire.Boot;

/// <summary>The description in a boot image.</summary>
/// <param name="Name">The software it holds, as the version command reports it: <c>SC&amp;MP/SpiNNaker</c>.</param>
/// <param name="Version">The version of that software.</param>
/// <param name="BuildDate">When it was built; <see langword="null"/> if it does not say.</param>
/// <remarks>Protocol: boot.md, "Image".</remarks>
public readonly record struct BootImageDescription(string Name, SoftwareVersion Version, DateTimeOffset? BuildDate);
