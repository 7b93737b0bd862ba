using System.Buffers.Binary;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Sends a message of spikes to the host at intervals, as EIEIO with keys of 32 bits, by an IP tag.</summary>
/// <remarks>Protocol: virtual-machine.md, "Programs on cores".</remarks>
public sealed class SpikeStreamApplication : IVirtualCoreApplication
{
    private const int MostKeys = 63;

    private int _sent;

    /// <inheritdoc/>
    public string Name => "spikes";

    /// <summary>The IP tag, 0 to 7. The default is 1.</summary>
    public byte Tag { get; init => field = (byte)OptionChecks.Within(value, 0, 7); } = 1;

    /// <summary>The keys that are sent, 63 at most. The default is the single key 0.</summary>
    public IReadOnlyList<uint> Keys
    {
        get;
        init
        {
            OptionChecks.Within(OptionChecks.NotNull(value).Count, 0, MostKeys);
            field = value;
        }
    } = [0];

    /// <summary>How long it waits between messages, more than zero and up to a day. The default is 1 ms.</summary>
    public TimeSpan Interval { get; init => field = OptionChecks.Positive(value); } = TimeSpan.FromMilliseconds(1);

    /// <summary>How many messages it sends before it ends, up to 1,000,000,000. The default is 1000.</summary>
    public int Count { get; init => field = OptionChecks.Within(value, 0, 1_000_000_000); } = 1000;

    /// <inheritdoc/>
    public void OnStart(IVirtualCore core)
    {
        if (_sent++ == Count)
        {
            core.Exit(0);
            return;
        }

        core.Send(new SdpMessage(new SdpHeader(SdpFlags.ReplyNotExpected, Tag, SdpEndpoint.Host(core.Ethernet), new SdpEndpoint(core.Location.Chip, core.Location.Core, 0)), MakeData()));
        core.Schedule(Interval, () => OnStart(core));
    }

    private byte[] MakeData()
    {
        const ushort keysOf32Bits = 2 << 10;
        int count = Keys.Count;
        var data = new byte[sizeof(ushort) + (count * sizeof(uint))];
        BinaryPrimitives.WriteUInt16LittleEndian(data, (ushort)(keysOf32Bits | count));
        for (int i = 0; i < count; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(sizeof(ushort) + (i * sizeof(uint))), Keys[i]);

        return data;
    }

    /// <summary>Does nothing: this program takes no messages.</summary>
    public void OnMessage(IVirtualCore core, in SdpMessage message)
    {
        // A message to this program is lost, as on a core whose program does not listen.
    }
}
