using SpiNNMan.Async.Connections;

namespace SpiNNMan.Async.SideBySide.Driving;

/// <summary>A board, how it is reached, and what was read of it.</summary>
internal sealed class Board(int index, ScampConnection scamp, bool mute)
{
    public int Index { get; } = index;

    public ScampConnection Scamp { get; } = scamp;

    /// <summary>Whether it need not answer.</summary>
    public bool Mute { get; } = mute;

    public byte[] Block { get; set; } = [];

    /// <summary>The next piece of its memory to be read: another each time, so that what was read before is no answer.</summary>
    public long NextPiece { get; set; }

    /// <summary>Requests answered in this run.</summary>
    public long Answered { get; set; }

    /// <summary>Requests answered in all runs.</summary>
    public long Asked { get; set; }

    public long WrongWords { get; set; }
}
