using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>Reads images from the memory of a chip.</summary>
internal static class LoadedImage
{
    /// <summary>Reads the image at an address. The result is empty if there is no image.</summary>
    public static byte[] Read(ChipMemory memory, uint address)
    {
        int length = 0;
        Span<byte> entry = stackalloc byte[AplxImage.EntrySize];
        for (int i = 0; i < AplxImage.MostEntries; i++)
        {
            int offset = i * AplxImage.EntrySize;
            if (!memory.TryRead(0, address + (uint)offset, entry, AccessUnit.Word))
                return [];

            uint operation = BinaryPrimitives.ReadUInt32LittleEndian(entry);
            if (operation is 0 or > AplxImage.LastOperation)
                break;

            length = AplxImage.Extend(length, offset, operation, entry);
        }

        var image = new byte[length];
        return memory.TryRead(0, address, image, AccessUnit.Byte) ? image : [];
    }
}
