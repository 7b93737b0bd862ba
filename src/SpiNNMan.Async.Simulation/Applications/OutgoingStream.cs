using System.Buffers.Binary;
using System.Globalization;
using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>The part of an extra monitor that sends memory of its chip to the gatherer of the board, a word a packet. It sends datagrams again that hosts miss.</summary>
/// <param name="keys">The first words of its packets.</param>
/// <param name="hasFaults">Whether it ignores all later lists of missing datagrams once one came after CLEAR, as the real program does.</param>
/// <param name="blockTime">The shortest time for a datagram.</param>
/// <param name="wordLoss">Draws whether the network on the chips loses a word. It is called for each word.</param>
internal sealed class OutgoingStream(StreamKeys keys, bool hasFaults, TimeSpan blockTime, Func<IVirtualCore, bool> wordLoss)
{
    private const uint StartSending = 100;
    private const uint StartOfMissing = 1000;
    private const uint MoreMissing = 1001;
    private const uint Clear = 2000;
    private const uint EndMark = uint.MaxValue;

    private const int BlockBytes = StreamAssembly.MostWords * sizeof(uint);

    /// <summary>Lists are read in parts of this many numbers. The last number of a part is taken twice.</summary>
    private const int NumbersInPart = 68;

    private readonly TransactionNumber _transaction = new();
    private readonly List<uint> _missing = [];
    private readonly byte[] _block = new byte[BlockBytes];
    private uint _address;
    private uint _bytes;
    private uint _listsToCome;
    private bool _isStopped = true;
    private bool _isRepeating;
    private Sends _sends;
    private int _run;

    private enum Sends
    {
        Nothing,
        Stream,
        List,
    }

    /// <summary>How many streams it has sent.</summary>
    public uint Streams { get; private set; }

    /// <summary>Takes a message to the port for streams.</summary>
    public void OnMessage(IVirtualCore core, in StreamMessage message)
    {
        switch (message.Command)
        {
            case StartSending:
                Start(core, message);
                break;
            case StartOfMissing when message.Transaction == _transaction.Value:
                TakeFirstList(core, message);
                break;
            case MoreMissing when message.Transaction == _transaction.Value && _listsToCome > 0:
                TakeList(core, message, from: 2);
                break;
            case Clear when message.Transaction == _transaction.Value:
                _isStopped = true;
                Stop();
                break;
        }
    }

    private void Stop()
    {
        _run++;
        if (_sends == Sends.List)
            _isRepeating = false;

        _sends = Sends.Nothing;
    }

    private void Start(IVirtualCore core, in StreamMessage message)
    {
        if (!_transaction.TryBegin(core, message.Transaction))
        {
            core.Print(string.Create(CultureInfo.InvariantCulture, $"[WARNING] received start message with unexpected transaction id {message.Transaction}; mine is {unchecked(_transaction.Value + 1)}\n"));
            return;
        }

        Stop();
        (_address, _bytes) = (message[2] & ~3u, message[3] & ~3u);
        _isStopped = false;
        _listsToCome = 0;
        Streams++;
        core.SendFixedRoute(keys.Transaction, _transaction.Value);
        core.SendFixedRoute(keys.FirstData, _bytes);
        SendBlocks(core, BlocksOf(_bytes), Sends.Stream);
    }

    /// <summary>A list says how many messages it has. While more messages of a list are expected, this message starts the sending of the list so far. Its own numbers are ignored.</summary>
    private void TakeFirstList(IVirtualCore core, in StreamMessage message)
    {
        if (_listsToCome > 0)
        {
            _listsToCome = 0;
            Repeat(core);
            return;
        }

        if (_isRepeating || _sends != Sends.Nothing)
            return;

        _missing.Clear();
        _listsToCome = message[2];
        if (_listsToCome > 0)
            TakeList(core, message, from: 3);
    }

    private void TakeList(IVirtualCore core, in StreamMessage message, int from)
    {
        for (int i = from; i < message.Count; i++)
            _missing.Add(message[i]);

        if (--_listsToCome == 0)
            Repeat(core);
    }

    private void Repeat(IVirtualCore core)
    {
        // After CLEAR no blocks are sent that would end the repetition. The real program therefore ignores all later lists.
        if (!_isStopped || hasFaults)
            _isRepeating = true;
        if (!_isStopped)
            SendBlocks(core, RepeatedOf(_missing), Sends.List);
    }

    private static IEnumerable<uint> BlocksOf(uint bytes)
    {
        for (uint number = 0; number * (ulong)BlockBytes < bytes; number++)
            yield return number;
    }

    private static IEnumerable<uint> RepeatedOf(List<uint> missing)
    {
        uint[] numbers = [.. missing];
        for (int i = 0; i < numbers.Length; i++)
        {
            yield return numbers[i];
            if (i % NumbersInPart == NumbersInPart - 1 && i < numbers.Length - 1)
                yield return numbers[i];
        }
    }

    /// <summary>Sends blocks one after the other, as fast as the board's monitor forwards them.</summary>
    private void SendBlocks(IVirtualCore core, IEnumerable<uint> numbers, Sends what)
    {
        int run = ++_run;
        _sends = what;
        IEnumerator<uint> next = numbers.GetEnumerator();
        SendNext();

        void SendNext()
        {
            if (_run != run)
                return;

            if (!next.MoveNext())
            {
                core.SendFixedRoute(keys.End, EndMark);
                Stop();
                return;
            }

            if (what == Sends.List)
                core.SendFixedRoute(keys.NewSequence, next.Current);

            SendWords(core, next.Current);

            // The packets travel to the gatherer first, and its datagram then travels to the monitor.
            core.Post(() => core.Post(() => core.Schedule(TimeSpan.FromTicks(Math.Max(blockTime.Ticks, core.Backlog.Ticks)), SendNext)));
        }
    }

    private void SendWords(IVirtualCore core, uint number)
    {
        ulong at = number * (ulong)BlockBytes;
        if (at >= _bytes)
            return;

        Span<byte> block = _block.AsSpan(0, (int)Math.Min(BlockBytes, _bytes - at));
        block.Clear();
        core.TryRead(_address + (uint)at, block);
        for (; !block.IsEmpty; block = block[sizeof(uint)..])
        {
            if (!wordLoss(core))
                core.SendFixedRoute(keys.Data, BinaryPrimitives.ReadUInt32LittleEndian(block));
        }
    }
}
