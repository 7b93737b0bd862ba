using System.Collections;
using SpiNNMan.Async.Wire.Streaming;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>Puts the datagrams of a stream into the memory of the caller, each where its number says.</summary>
/// <param name="transaction">The number of the transaction. Datagrams of others are left alone.</param>
/// <param name="destination">A whole number of words.</param>
/// <remarks>
/// In the first round the datagrams must be those of the whole stream. If it ends early, or one has another length, the network on the chips lost words, and all later words are in wrong places.
/// Protocol: streaming.md, "Streams to the host".
/// </remarks>
internal sealed class IncomingStream(uint transaction, Memory<byte> destination) : IStreamReceiver
{
    private const int Full = StreamDatagram.MaxData;

    private readonly BitArray _have = new((destination.Length + Full - 1) / Full);
    private readonly uint _end = (uint)(destination.Length / Full);
    private readonly int _rest = destination.Length % Full;
    private int _untold;
    private int _first;

    /// <summary>How many datagrams with data there are.</summary>
    public int Blocks => _have.Length;

    /// <summary>How many of them have arrived.</summary>
    public int Received { get; private set; }

    /// <summary>How many datagrams of this transaction came in all.</summary>
    public int Arrivals { get; private set; }

    public int Duplicates { get; private set; }

    /// <summary>Whether the words of the stream are not where they should be.</summary>
    public bool IsShifted { get; private set; }

    /// <summary>Whether a round ended since this was last cleared.</summary>
    public bool HasRoundEnded { get; set; }

    /// <summary>Whether missing datagrams have been asked for.</summary>
    public bool IsRepeating { get; set; }

    public bool IsComplete => Received == Blocks;

    /// <inheritdoc/>
    public bool Take(ReadOnlySpan<byte> datagram)
    {
        if (!StreamDatagram.TryParse(datagram, out StreamDatagram one) || one.Transaction != transaction)
            return false;

        Arrivals++;
        Keep(one);
        if (one.IsEnd)
        {
            HasRoundEnded = true;
            IsShifted |= !IsRepeating && (one.Number != _end || one.Data.Length != _rest);
        }

        return one.IsEnd || IsComplete || IsShifted || IsWorthTelling();
    }

    /// <summary>The first of the numbers that are missing.</summary>
    public uint[] FindMissing(int most)
    {
        var missing = new List<uint>();
        for (int number = _first; number < Blocks && missing.Count < most; number++)
        {
            if (!_have[number])
                missing.Add((uint)number);
            else if (number == _first)
                _first++;
        }

        return [.. missing];
    }

    /// <summary>Where a block is, in bytes.</summary>
    public (int Start, int Length) PlaceOf(uint number) => ((int)number * Full, LengthOf(number));

    /// <summary>A block was read in another way.</summary>
    public void MarkRead(uint number)
    {
        if (!_have[(int)number])
            Received++;

        _have[(int)number] = true;
    }

    private void Keep(in StreamDatagram one)
    {
        if (one.Data.IsEmpty)
            return;

        if (one.Number >= (uint)Blocks || one.Data.Length != LengthOf(one.Number))
        {
            IsShifted |= !IsRepeating;
        }
        else if (_have[(int)one.Number])
        {
            Duplicates++;
        }
        else
        {
            one.Data.CopyTo(destination.Span[((int)one.Number * Full)..]);
            MarkRead(one.Number);
        }
    }

    private int LengthOf(uint number) => number < _end ? Full : _rest;

    /// <summary>The caller reports progress at most so often.</summary>
    private bool IsWorthTelling()
    {
        if (++_untold < Math.Max(64, Blocks / 100))
            return false;

        _untold = 0;
        return true;
    }
}
