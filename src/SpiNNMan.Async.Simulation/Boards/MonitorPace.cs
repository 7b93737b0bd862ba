using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>How long the monitor behind an Ethernet works on a message, and how long its datagrams take on the wire. It works on one message at a time.</summary>
internal sealed record MonitorPace
{
    // Ethernet, IP and UDP headers, preamble, checksum and gap. The second number is the shortest frame with its preamble and gap.
    private const int FrameOverhead = 66;
    private const int ShortestFrame = 84;
    private const int LargestData = 256;

    /// <summary>No message takes any time.</summary>
    public static MonitorPace None { get; } = new();

    /// <summary>The time for each message.</summary>
    public TimeSpan PerMessage { get; init; }

    /// <summary>Additional time for each byte that is read or written.</summary>
    public TimeSpan PerByte { get; init; }

    /// <summary>The time for each datagram of a stream from or to a program. It replaces the other times.</summary>
    public TimeSpan PerStreamedDatagram { get; init; }

    /// <summary>Additional time for a message to another chip of the board.</summary>
    public TimeSpan RemotePerMessage { get; init; }

    /// <summary>Additional time for each byte to or from another chip.</summary>
    public TimeSpan RemotePerByte { get; init; }

    /// <summary>Additional time for each chip on the path to another chip.</summary>
    public TimeSpan PerHop { get; init; }

    /// <summary>Additional time for each 1024 bytes of a FILL.</summary>
    public TimeSpan PerFilledKilobyte { get; init; }

    /// <summary>Additional time for each word that APP_COPY_RUN copies from a neighbour.</summary>
    public TimeSpan PerCopiedWord { get; init; }

    /// <summary>Whether a block of a flood fill takes the wait between packets that the host asked for.</summary>
    public bool PacesFloodFills { get; init; }

    /// <summary>How many bits a second the board's network carries in each direction; 0 for any number.</summary>
    public long LinkSpeed { get; init; }

    /// <summary>Whether anything takes time.</summary>
    public bool TakesTime => !Equals(None);

    /// <summary>How long a datagram is on the wire.</summary>
    public TimeSpan OnWire(int length) =>
        LinkSpeed == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(8.0 * Math.Max(length + FrameOverhead, ShortestFrame) / LinkSpeed);

    /// <summary>How long a message is worked on.</summary>
    /// <param name="message">The message.</param>
    /// <param name="hops">The distance to its chip from the chip with the Ethernet; 0 if it stays there.</param>
    public TimeSpan For(SdpBuffer message, int hops)
    {
        if (!TakesTime)
            return TimeSpan.Zero;

        bool isCommand = message.Length >= SdpBuffer.CommandLength;
        ScpArguments arguments = isCommand ? message.Arguments : default;
        int bytes = isCommand && message.Command is ScpCommand.Read or ScpCommand.LinkRead
            ? (int)Math.Min(arguments.Second, LargestData)
            : Math.Max(0, message.Length - SdpBuffer.CommandLength);
        TimeSpan time = PerMessage + (bytes * PerByte);
        if (hops > 0)
            time += RemotePerMessage + (bytes * RemotePerByte) + (hops * PerHop);

        return isCommand ? time + Extra(message.Command, arguments) : time;
    }

    private TimeSpan Extra(ScpCommand command, ScpArguments arguments) => command switch
    {
        ScpCommand.Fill => Math.Min(arguments.Third, ChipAddresses.SdramSize) / 1024.0 * PerFilledKilobyte,
        ScpCommand.ApplicationCopyRun => Math.Min(arguments.Second, AplxImage.MaxSize) / sizeof(uint) * PerCopiedWord,
        ScpCommand.FloodFillData when PacesFloodFills => FloodFillBlock(arguments),
        _ => TimeSpan.Zero,
    };

    /// <summary>Each word goes out on each link, after the pause and as often as the host asks. A start packet and an end packet go with the words.</summary>
    private static TimeSpan FloodFillBlock(ScpArguments arguments)
    {
        const int startAndEnd = 2;
        const int links = 6;
        uint retry = (arguments.First >> 16) & 0xFF;
        int words = (int)((arguments.Second >> 8) & 0xFF) + 1;
        return TimeSpan.FromMicroseconds(links * (retry & 0xF8) * ((retry & 7) + 1L) * (words + startAndEnd));
    }
}
