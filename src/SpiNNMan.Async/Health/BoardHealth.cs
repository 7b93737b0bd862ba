using System.Net;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Health;

/// <summary>A board, and what watching it costs.</summary>
/// <param name="Ethernet">The chip with its Ethernet.</param>
/// <param name="Address">The address of its Ethernet; <see langword="null"/> if there is no connection to it, and it is asked by way of another board.</param>
public sealed record BoardHealth(ChipLocation Ethernet, IPAddress? Address)
{
    /// <summary>Whether it did not answer when it was last asked.</summary>
    public bool IsSilent { get; init; }

    /// <summary>How many requests the last look took.</summary>
    public int Requests { get; init; }

    /// <summary>How long the board was busy with them, by the fastest round trips of its chips. In truth it is less, since the network takes a part of them.</summary>
    public TimeSpan Busy { get; init; }

    /// <summary>How often it is looked at: <see cref="WatchOptions.Interval"/>, or less often where looks would cost more than <see cref="WatchOptions.MaxShare"/>.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>The part of the time of the board that watching takes, 0 to 1.</summary>
    public double Share => Interval > TimeSpan.Zero ? Busy / Interval : 0;

    /// <summary>The board as BMPs count, if a BMP told the address of the board.</summary>
    public BoardLocation? Location { get; init; }
}
