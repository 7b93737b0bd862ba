using System.Net;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Executed;

/// <summary>Something that came to a machine from outside.</summary>
/// <param name="Line">The line that says so.</param>
/// <param name="Time">When.</param>
/// <param name="Kind">What.</param>
internal sealed record RecordedEvent(int Line, long Time, RecordedKind Kind)
{
    /// <summary>The board.</summary>
    public int Board { get; init; }

    /// <summary>The chip.</summary>
    public ChipLocation Chip { get; init; }

    /// <summary>The port of the board, or the link.</summary>
    public int Number { get; init; }

    /// <summary>Who sent it.</summary>
    public IPEndPoint? Host { get; init; }

    /// <summary>Whether the link was cut, or the monitor was stopped.</summary>
    public bool IsOff { get; init; }

    /// <summary>The address.</summary>
    public uint Address { get; init; }

    /// <summary>The bytes.</summary>
    public byte[] Bytes { get; init; } = [];

    /// <summary>The number for all memory at the end.</summary>
    public ulong Hash { get; init; }
}
