using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;

namespace SpiNNMan.Async.Samples;

/// <summary>Runs an application on some cores, waits until it has ended, and leaves nothing behind.</summary>
internal static class ApplicationSample
{
    public static async Task RunAsync(TransceiverOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        await using Transceiver transceiver = await Transceiver.OpenAsync(options, cancellationToken);

        // On a board, give the path of an APLX file in place of this image, which virtual machines know.
        var image = new ApplicationImage(VirtualApplicationImage.Create("hello", 1024));
        CoreLocation[] cores = [new(0, 0, 1), new(0, 0, 2), new(1, 1, 1)];

        await using ApplicationSession application = await transceiver.Applications.StartAsync(image, cores, cancellationToken: cancellationToken);
        await application.WaitForStateAsync(CoreState.Finished, TimeSpan.FromMinutes(1), cancellationToken);
        output.WriteLine($"application {application.ApplicationId} has ended on {application.Cores.Count} cores");

        // Disposing of the session stops the application, and frees its memory, its routes, its tags and its number.
    }
}
