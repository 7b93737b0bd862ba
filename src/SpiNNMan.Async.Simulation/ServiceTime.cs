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
        new(TimeSpan.FromMicroseconds(45), TimeSpan.FromMicroseconds(0.1), TimeSpan.FromMicroseconds(250), TimeSpan.FromMicroseconds(2.5));

    internal TimeSpan For(SdpBuffer message, ushort here)
    {
        if (ReferenceEquals(this, None))
            return TimeSpan.Zero;

        int bytes = message.Command is Wire.Scp.ScpCommand.Read ? (int)Math.Min(message.Arguments.Second, 256) : Math.Max(0, message.Length - SdpBuffer.CommandLength);
        TimeSpan time = PerMessage + (bytes * PerByte);
        bool isRemote = message.Destination != here && message.Destination != 0xFFFF;
        return isRemote ? time + RemotePerMessage + (bytes * RemotePerByte) : time;
    }
}
