using System.Buffers.Binary;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Makes datagrams from the words that extra monitors send to the gatherer of their board. A datagram has a number, the transaction, and up to 66 words.
/// The highest bit of the number says that the round is over.</summary>
internal sealed class StreamAssembly(StreamKeys keys, Action<ReadOnlyMemory<byte>> send)
{
    /// <summary>The most words in a datagram, besides the number and the transaction.</summary>
    public const int MostWords = 66;

    private const uint EndBit = 1u << 31;
    private const int Start = 2 * sizeof(uint);

    private readonly byte[] _datagram = new byte[Start + (MostWords * sizeof(uint))];
    private int _length = Start;
    private uint _number;
    private uint _transaction;

    /// <summary>How many transactions there were.</summary>
    public uint Transactions { get; private set; }

    /// <summary>Takes the words of a packet.</summary>
    public void Take(uint key, uint word)
    {
        if (key == keys.Data)
            Add(word);
        else if (key == keys.NewSequence)
            BeginDatagram(word);
        else if (key == keys.Transaction)
            BeginTransaction(word);
        else if (key == keys.FirstData)
            (_number, _length) = (0, Start);
        else if (key == keys.End)
            End();
    }

    private void BeginTransaction(uint number)
    {
        _transaction = number;
        Transactions++;
    }

    private void Add(uint word)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_datagram.AsSpan(_length), word);
        _length += sizeof(uint);
        if (_length == _datagram.Length)
            Send(_number++);
    }

    /// <summary>Sends the unfinished datagram first.</summary>
    private void BeginDatagram(uint number)
    {
        if (_length > Start)
            Send(_number);

        _number = number;
    }

    private void End()
    {
        Send(_number | EndBit);
        _number = 0;
    }

    private void Send(uint number)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_datagram, number);
        BinaryPrimitives.WriteUInt32LittleEndian(_datagram.AsSpan(sizeof(uint)), _transaction);
        send(_datagram.AsMemory(0, _length));
        _length = Start;
    }
}
