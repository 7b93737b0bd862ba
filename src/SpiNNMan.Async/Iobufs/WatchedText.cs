using System.Text;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Iobufs;

/// <summary>How far the text of a core is known.</summary>
/// <param name="core">The core.</param>
/// <param name="parts">The parts of the texts of all cores of its chip.</param>
internal sealed class WatchedText(CoreLocation core, ChainParts parts)
{
    private ChainGuard _guard = new(parts);
    private bool _isEntered;
    private bool _isTold;
    private Decoder _decoder = Encoding.UTF8.GetDecoder();
    private uint _first;

    public CoreLocation Core => core;

    public uint Block { get; private set; }

    public uint Offset { get; private set; }

    /// <summary>Whether there is a block that can be read.</summary>
    public bool CanGoOn => _isEntered && _guard.Damage is null;

    /// <summary>Begins again if the core was started again: then its text begins at another address.</summary>
    public bool TryBegin(uint first)
    {
        if (first == _first)
            return false;

        parts.Forget(_guard);
        _first = first;
        _decoder = Encoding.UTF8.GetDecoder();
        _guard = new ChainGuard(parts);
        _isEntered = false;
        _isTold = false;
        Block = first;
        Offset = 0;
        return true;
    }

    /// <summary>Enters the first block, unless that was done.</summary>
    /// <param name="blockSize">How much text goes into a block.</param>
    /// <param name="mayTryAgain">Whether parts of other texts of the chip are free again, which may have been in the way.</param>
    public void Enter(uint blockSize, bool mayTryAgain)
    {
        if (mayTryAgain && _guard.TryAgain())
            _isTold = false;

        if (_first != 0 && !_isEntered)
            _isEntered = _guard.TryEnterBlock(_first, IobufBlockHeader.Size, blockSize);
    }

    /// <summary>The damage of the text, if it was not reported yet.</summary>
    public string? TakeDamage()
    {
        string? damage = _isTold ? null : _guard.Damage;
        _isTold |= damage is not null;
        return damage;
    }

    /// <summary>Makes text of bytes. An incomplete character waits for its other bytes.</summary>
    public string Decode(ReadOnlySpan<byte> bytes)
    {
        Offset += (uint)bytes.Length;
        var characters = new char[_decoder.GetCharCount(bytes, flush: false)];
        _decoder.GetChars(bytes, characters, flush: false);
        return new string(characters);
    }

    public bool TryGoTo(in IobufBlockHeader header, uint blockSize)
    {
        if (!_guard.TryExtend(Block, IobufBlockHeader.Size + Offset) || !IobufReader.CheckEnd(_guard, Block, header, blockSize)
            || header.Next == 0 || !_guard.TryEnterBlock(header.Next, IobufBlockHeader.Size, blockSize))
        {
            return false;
        }

        Block = header.Next;
        Offset = 0;
        return true;
    }
}
