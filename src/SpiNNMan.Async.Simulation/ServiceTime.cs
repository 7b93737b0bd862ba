using SpiNNMan.Async.Simulation.Monitor;

namespace SpiNNMan.Async.Simulation;

/// <summary>How long the monitor behind an Ethernet works on a message; it does one after the other.</summary>
/// <param name="PerMessage">For each message.</param>
/// <param name="PerByte">More for each byte that is read or written.</param>
/// <param name="RemotePerMessage">More for a message to another chip of the board.</param>
/// <param name="RemotePerByte">More for each byte to or from another chip.</param>
/// <remarks>
/// While messages wait they hold their transient tags, so that a board that takes time loses the ninth of many requests sent at once.
/// Protocol: virtual-machine.md, "Time".
/// </remarks>
public sealed record ServiceTime(TimeSpan PerMessage, TimeSpan PerByte, TimeSpan RemotePerMessage, TimeSpan RemotePerByte)
{
    /// <summary>Every message is done at once: the default.</summary>
    public static ServiceTime None { get; } = new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>About what boards were measured to take: 45 microseconds and 0.1 for a byte, and 250 and 2.5 more for other chips.</summary>
    public static ServiceTime Hardware { get; } =
        new(TimeSpan.FromMicroseconds(45), TimeSpan.FromMicroseconds(0.1), TimeSpan.FromMicroseconds(250), TimeSpan.FromMicroseconds(2.5))
        {
            PerCopiedWord = TimeSpan.FromMicroseconds(5),
            PerFilledKilobyte = TimeSpan.FromMicroseconds(10),
            PacesFloodFills = true,
        };

    /// <summary>More for each word that an image has which is taken over from a neighbour. The default is none.</summary>
    public TimeSpan PerCopiedWord { get; init; }

    /// <summary>More for each 1024 bytes that are filled with a word. The default is none.</summary>
    public TimeSpan PerFilledKilobyte { get; init; }

    /// <summary>Whether blocks of flood fills take the time that the host gives packets to get out of each other's way. The default is <see langword="false"/>.</summary>
    public bool PacesFloodFills { get; init; }

    private const uint LargestImage = 256 << 10;
    private const uint LargestFill = 128 << 20;

    internal TimeSpan For(SdpBuffer message, ushort here)
    {
        if (ReferenceEquals(this, None))
            return TimeSpan.Zero;

        int bytes = message.Command is Wire.Scp.ScpCommand.Read ? (int)Math.Min(message.Arguments.Second, 256) : Math.Max(0, message.Length - SdpBuffer.CommandLength);
        TimeSpan time = PerMessage + (bytes * PerByte) + More(message);
        bool isRemote = message.Destination != here && message.Destination != 0xFFFF;
        return isRemote ? time + RemotePerMessage + (bytes * RemotePerByte) : time;
    }

    /// <summary>What some commands take besides.</summary>
    private TimeSpan More(SdpBuffer message) => message.Command switch
    {
        Wire.Scp.ScpCommand.ApplicationCopyRun => Math.Min(message.Arguments.Second, LargestImage) / sizeof(uint) * PerCopiedWord,
        Wire.Scp.ScpCommand.Fill => Math.Min(message.Arguments.Third, LargestFill) / 1024.0 * PerFilledKilobyte,
        Wire.Scp.ScpCommand.FloodFillData when PacesFloodFills => Pace(message.Arguments.First, message.Arguments.Second),
        _ => TimeSpan.Zero,
    };

    /// <summary>A wait before each packet, over each of six links: one for each word, and two around them; all of it so many times more.</summary>
    private static TimeSpan Pace(uint how, uint block)
    {
        const int links = 6;
        uint wait = (how >> 16) & 0xF8;
        uint times = ((how >> 16) & 7) + 1;
        uint packets = ((block >> 8) & 0xFF) + 3;
        return TimeSpan.FromMicroseconds(links * wait * times * packets);
    }
}
