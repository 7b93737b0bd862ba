using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;

namespace SpiNNMan.Async.Samples;

/// <summary>Allocates memory of a chip, writes it, reads it back, and frees it.</summary>
internal static class MemorySample
{
    public static async Task RunAsync(TransceiverOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        await using Transceiver transceiver = await Transceiver.OpenAsync(options, cancellationToken);
        var chip = new ChipLocation(1, 1);

        await using SdramAllocation block = await transceiver.Sdram.AllocateAsync(chip, 100_000, applicationId: 30, cancellationToken: cancellationToken);
        byte[] data = new byte[100_000];
        Random.Shared.NextBytes(data);

        await transceiver.Memory.WriteAsync(chip, block.Address, data, cancellationToken: cancellationToken);
        byte[] back = await transceiver.Memory.ReadAsync(chip, block.Address, data.Length, cancellationToken: cancellationToken);

        output.WriteLine($"{back.Length} bytes at 0x{block.Address:x8} of chip {chip} are {(back.AsSpan().SequenceEqual(data) ? "the same" : "different")}");
        output.WriteLine($"requests: {transceiver.Connections[0].Statistics.Sent} sent, {transceiver.Connections[0].Statistics.Resent} sent again");
    }
}
