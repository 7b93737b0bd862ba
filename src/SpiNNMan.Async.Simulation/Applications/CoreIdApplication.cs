using System.Buffers.Binary;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Writes the place of its core into memory, prints it, and goes on running. The test program of rig does this to find out on which cores it was loaded.</summary>
/// <remarks>
/// The word is the column in bits 31 to 24, the row in bits 23 to 16, and the core in bits 15 to 0, at <c>sdram_base</c> + 4 * core.
/// Protocol: virtual-machine.md, "Programs on cores".
/// </remarks>
public sealed class CoreIdApplication : IVirtualCoreApplication
{
    private const uint SdramBase = 0xE5007FC0;

    /// <inheritdoc/>
    public string Name => "test";

    /// <summary>The text that it prints. The default is <see langword="null"/>: <c>Rig test APLX started on x, y, p.</c>, with the place of the core.</summary>
    public string? Text { get; init; }

    /// <inheritdoc/>
    public void OnStart(IVirtualCore core)
    {
        Span<byte> word = stackalloc byte[sizeof(uint)];
        core.TryRead(SdramBase, word);
        uint address = BinaryPrimitives.ReadUInt32LittleEndian(word) + (sizeof(uint) * (uint)core.Location.Core);
        BinaryPrimitives.WriteUInt32LittleEndian(word, ((uint)core.Location.Chip.X << 24) | ((uint)core.Location.Chip.Y << 16) | (uint)core.Location.Core);
        core.TryWrite(address, word);
        core.Print((Text ?? $"Rig test APLX started on {core.Location.Chip.X}, {core.Location.Chip.Y}, {core.Location.Core}.") + "\n");
    }

    /// <summary>Does nothing: this program takes no messages.</summary>
    public void OnMessage(IVirtualCore core, in SdpMessage message)
    {
        // A message to this program is lost, as on a core whose program does not listen.
    }
}
