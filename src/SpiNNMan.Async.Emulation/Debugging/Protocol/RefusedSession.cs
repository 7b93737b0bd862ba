using System.Text;

namespace SpiNNMan.Async.Emulation.Debugging.Protocol;

/// <summary>A debugger for which there is nothing: it is told why, and goes.</summary>
internal static class RefusedSession
{
    /// <summary>Answers until the debugger goes.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="reason">The text for it.</param>
    /// <param name="cancellationToken">Turns it away.</param>
    public static async Task RunAsync(Stream stream, string reason, CancellationToken cancellationToken)
    {
        var reader = new PacketReader();
        byte[] buffer = new byte[1024];
        while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var count and > 0)
        {
            for (int index = 0; index < count; index++)
            {
                PacketEvent what = reader.Take(buffer[index]);
                if (what is not (PacketEvent.Packet or PacketEvent.Damaged or PacketEvent.TooLong)) continue;
                string reply = reader.Packet.StartsWith("qSupported", StringComparison.Ordinal) ? "PacketSize=4000" : reader.Packet is "?" ? $"E.{reason}" : Replies.Unknown;
                await stream.WriteAsync(Encoding.Latin1.GetBytes("+"), cancellationToken).ConfigureAwait(false);
                await stream.WriteAsync(PacketWriter.Write(reply), cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
