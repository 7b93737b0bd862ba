using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Samples;

/// <summary>Tells apart what may be tried again from what must be mended first.</summary>
internal static class ErrorSample
{
    public static async Task RunAsync(TransceiverOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        await using Transceiver transceiver = await Transceiver.OpenAsync(options, cancellationToken);
        try
        {
            // No machine has this chip.
            await transceiver.Memory.ReadWordAsync(new ChipLocation(200, 200), 0x60300000, cancellationToken);
        }
        catch (SpinnakerException exception)
        {
            // The message says which board, chip and command, and what to look at next.
            output.WriteLine($"{(exception.IsTransient ? "try again" : "mend it first")}: {exception.Message}");
        }
    }
}
