using SpiNNMan.Async;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Wire.Eieio;

namespace Laboratory;

/// <summary>A program of a user that exchanges spikes with a machine, with its own namespace: it has only the names that it says it uses.</summary>
internal static class SpikeProgram
{
    /// <summary>Listens to the spikes of a machine, sends one to a core, and waits until it comes back.</summary>
    public static async Task<IReadOnlyList<uint>> RunAsync(TransceiverOptions machine, ConnectionOptions local, CancellationToken cancellationToken)
    {
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine, cancellationToken);
        await using EieioConnection spikes = await EieioConnection.ListenAsync(options: local, cancellationToken: cancellationToken);
        await using Subscription<EieioMessage> messages = spikes.SubscribeAsync(cancellationToken);
        await transceiver.Tags.SetAsync(tag: 1, spikes, cancellationToken: cancellationToken);
        await transceiver.Tags.SetReverseAsync(tag: 2, port: 12345, new(0, 0, 2), cancellationToken: cancellationToken);

        await using EieioConnection input = await EieioConnection.ConnectAsync(machine.Host!, 12345, local, cancellationToken);
        var keys = new EieioDataMessage(new EieioDataHeader(EieioType.Key32Bit));
        keys.Add(0x70);
        await input.SendEieioMessageAsync(keys, cancellationToken);

        var seen = new List<uint>();
        await foreach (EieioMessage message in messages)
        {
            foreach (EieioElement spike in ((EieioDataMessage)message).Elements)
                seen.Add(spike.Key);

            if (seen.Contains(0x70) && seen.Count > 1)
                break;
        }

        return seen;
    }
}
