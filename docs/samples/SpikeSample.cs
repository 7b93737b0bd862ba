using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Samples;

/// <summary>Receives the spikes that a core sends by an IP tag.</summary>
internal static class SpikeSample
{
    private const int Wanted = 100;

    public static async Task RunAsync(TransceiverOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        await using Transceiver transceiver = await Transceiver.OpenAsync(options, cancellationToken);
        await using EieioConnection listener = await EieioConnection.ListenAsync(options: new ConnectionOptions { Network = options.Connection.Network }, cancellationToken: cancellationToken);
        await using Subscription<EieioMessage> messages = listener.SubscribeAsync(cancellationToken);
        await transceiver.Tags.SetAsync(tag: 1, listener, cancellationToken: cancellationToken);

        // On a board, give the path of an APLX file that sends EIEIO messages by tag 1 in place of this image, which virtual machines know.
        var image = new ApplicationImage(VirtualApplicationImage.Create("spikes"));
        await using ApplicationSession application = await transceiver.Applications.StartAsync(image, [new CoreLocation(0, 0, 1)], cancellationToken: cancellationToken);

        // A network that a tool chain runs has labels and atoms: LiveConnection knows them, and counts what is lost.
        var keys = new HashSet<uint>();
        int count = 0;
        await foreach (EieioMessage message in messages)
        {
            foreach (EieioElement spike in ((EieioDataMessage)message).Elements)
            {
                keys.Add(spike.Key);
                count++;
            }

            if (count >= Wanted)
                break;
        }

        output.WriteLine($"{count} spikes came, of {keys.Count} neurons");
        await transceiver.Tags.ClearAsync(1, cancellationToken: cancellationToken);
    }
}
