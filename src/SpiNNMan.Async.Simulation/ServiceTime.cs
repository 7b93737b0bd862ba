using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Simulation;

/// <summary>How long the monitor behind an Ethernet works on a message, and how long its datagrams take on the wire; it does one after the other.</summary>
/// <param name="PerMessage">For each message.</param>
/// <param name="PerByte">More for each byte that is read or written.</param>
/// <param name="RemotePerMessage">More for a message to another chip of the board.</param>
/// <param name="RemotePerByte">More for each byte to or from another chip.</param>
/// <remarks>
/// Each time is up to a day. While messages wait they hold their transient tags, so that a board that takes time loses the ninth of many requests sent at once.
/// Protocol: virtual-machine.md, "Time".
/// </remarks>
public sealed record ServiceTime(TimeSpan PerMessage, TimeSpan PerByte, TimeSpan RemotePerMessage, TimeSpan RemotePerByte) : SpinnakerOptions
{
    private const long MostBits = 1_000_000_000_000;

    /// <summary>Every message is done at once: the default.</summary>
    public static ServiceTime None { get; } = Shared(new ServiceTime(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero));

    /// <summary>About the times that were measured on boards, on a network of 100 Mbit/s. A message takes 45 microseconds and 0.1 for each byte. Other chips take 250 and 2.5 more.
    /// Floods, fills and copies are as slow as on boards. A window of eight reads some 30 Mbit/s from the chip with the Ethernet, and 2 from others.</summary>
    public static ServiceTime Hardware { get; } = Shared(
        new ServiceTime(TimeSpan.FromMicroseconds(45), TimeSpan.FromMicroseconds(0.1), TimeSpan.FromMicroseconds(250), TimeSpan.FromMicroseconds(2.5))
        {
            PerHop = TimeSpan.FromMicroseconds(1),
            PerFilledKilobyte = TimeSpan.FromMicroseconds(10),
            PerCopiedWord = TimeSpan.FromMicroseconds(5),
            PacesFloodFills = true,
            LinkSpeed = 100_000_000,
            PerStreamedDatagram = TimeSpan.FromMicroseconds(50),
        });

    /// <summary>For each message.</summary>
    public TimeSpan PerMessage { get; set => field = Writable(OptionChecks.NotNegative(value)); } = OptionChecks.NotNegative(PerMessage, nameof(PerMessage));

    /// <summary>More for each byte that is read or written.</summary>
    public TimeSpan PerByte { get; set => field = Writable(OptionChecks.NotNegative(value)); } = OptionChecks.NotNegative(PerByte, nameof(PerByte));

    /// <summary>More for a message to another chip of the board.</summary>
    public TimeSpan RemotePerMessage { get; set => field = Writable(OptionChecks.NotNegative(value)); } = OptionChecks.NotNegative(RemotePerMessage, nameof(RemotePerMessage));

    /// <summary>More for each byte to or from another chip.</summary>
    public TimeSpan RemotePerByte { get; set => field = Writable(OptionChecks.NotNegative(value)); } = OptionChecks.NotNegative(RemotePerByte, nameof(RemotePerByte));

    /// <summary>More for each chip on the way to another chip. The default is no time.</summary>
    public TimeSpan PerHop { get; set => field = Writable(OptionChecks.NotNegative(value)); }

    /// <summary>More for each 1024 bytes of a FILL. The default is no time.</summary>
    public TimeSpan PerFilledKilobyte { get; set => field = Writable(OptionChecks.NotNegative(value)); }

    /// <summary>More for each word that APP_COPY_RUN takes over from a neighbour. The default is no time.</summary>
    public TimeSpan PerCopiedWord { get; set => field = Writable(OptionChecks.NotNegative(value)); }

    /// <summary>For each datagram that the monitor forwards to or from a program that streams memory, instead of the other times. The default is no time; <see cref="Hardware"/> has 50 microseconds, which are 42 Mbit/s of data.
    /// With no time the wire is the limit.</summary>
    public TimeSpan PerStreamedDatagram { get; set => field = Writable(OptionChecks.NotNegative(value)); }

    /// <summary>Whether a block of a flood fill takes as long as the host says it shall wait between the packets. The default is <see langword="false"/>.</summary>
    public bool PacesFloodFills { get; set => field = Writable(value); }

    /// <summary>How many bits a second the board's network carries each way, up to 1,000,000,000,000; 0, the default, for any number.</summary>
    public long LinkSpeed
    {
        get;
        set => field = Writable(OptionChecks.Within(value, 0, MostBits));
    }
}
