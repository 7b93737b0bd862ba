using System.Buffers.Binary;
using System.Collections;
using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>The part of a gatherer that takes data from hosts into the memories of the chips of its board. It writes its own memory directly.
/// To other chips it sends one word a packet, and their extra monitors write it.</summary>
/// <param name="chips">The first key of each chip, by its place on the board.</param>
/// <param name="hasFaults">Whether bad addresses or chips stop the core, as they stop the real program.</param>
/// <param name="answer">Sends words to the host.</param>
internal sealed class IncomingTransfer(IReadOnlyDictionary<(uint X, uint Y), uint> chips, bool hasFaults, Action<ReadOnlyMemory<byte>> answer)
{
    private const uint SendDataToLocation = 200;
    private const uint SendSequencedData = 2000;
    private const uint TellMissing = 2001;
    private const uint Missing = 2002;
    private const uint Finished = 2003;

    private const uint AllMissing = 0xFFFFFFFE;
    private const uint DataKey = 1;
    private const uint BoundaryKey = 2;
    private const int BlockBytes = 65 * sizeof(uint);
    private const int NumbersInAnswer = 66;
    private const ulong Sdram = 0x60000000;
    private const ulong SdramEnd = 0x70000000;

    /// <summary>The run-time error of a program that failed by itself.</summary>
    private const byte SoftwareError = 13;

    private readonly TransactionNumber _transaction = new();
    private BitArray _received = new(0);
    private uint _address;
    private uint? _key;
    private uint _last;
    private int _count;
    private bool _isOpen;
    private bool _hasBegun;

    /// <summary>How many transfers have begun.</summary>
    public uint Transfers { get; private set; }

    /// <summary>Takes a message that came to the port for data from hosts.</summary>
    public void OnMessage(IVirtualCore core, in StreamMessage message)
    {
        switch (message.Command)
        {
            case SendDataToLocation when !_isOpen:
                Open(core, message);
                break;
            case SendSequencedData when _isOpen && message.Transaction == _transaction.Value && message[2] < (uint)_received.Length:
                Take(core, message[2], message.From(3));
                break;
            case TellMissing when _isOpen:
                Tell(core);
                break;
            case TellMissing when _hasBegun && message.Transaction == _transaction.Value:
                Answer(Finished);
                break;
        }
    }

    private void Open(IVirtualCore core, in StreamMessage message)
    {
        (uint X, uint Y) chip = (message[3] >> 16, message[3] & ushort.MaxValue);
        ulong blocks = message[4] + 1ul;
        if (message.Count < 5 || !IsInMemory(message[2], blocks) || !(chip == (0, 0) || chips.ContainsKey(chip)))
        {
            // A transfer with an unexpected number is ignored, whatever its address.
            if (message.Transaction == unchecked(_transaction.Value + 1) && hasFaults)
                core.Fail(SoftwareError);

            return;
        }

        if (!_transaction.TryBegin(core, message.Transaction))
            return;

        _address = message[2];
        _key = chip == (0, 0) ? null : chips[chip];
        _received = new BitArray((int)blocks);
        (_last, _count) = (0, 0);
        (_isOpen, _hasBegun) = (true, true);
        Transfers++;
    }

    /// <summary>The last block may be short, but its length is not known yet.</summary>
    private static bool IsInMemory(uint address, ulong blocks) => address >= Sdram && address + ((blocks - 1) * BlockBytes) < SdramEnd;

    private void Take(IVirtualCore core, uint number, ReadOnlySpan<byte> data)
    {
        uint address = _address + (number * BlockBytes);
        if (_key is { } key)
            PassOn(core, key, address, isNext: number == _last + 1, data);
        else
            core.TryWrite(address, data);

        _last = number;
        if (_received[(int)number])
            return;

        _received[(int)number] = true;
        _count++;
    }

    /// <summary>Tells the monitor of the chip the address of the words only if they do not follow the last ones. At the start, the first block counts as the last one.</summary>
    private void PassOn(IVirtualCore core, uint key, uint address, bool isNext, ReadOnlySpan<byte> data)
    {
        if (!isNext || (_count == 0 && !hasFaults))
            core.SendMulticast(key, address);

        for (; !data.IsEmpty; data = data[sizeof(uint)..])
            core.SendMulticast(key + DataKey, BinaryPrimitives.ReadUInt32LittleEndian(data));
    }

    private void Tell(IVirtualCore core)
    {
        if (_count == _received.Length)
        {
            Finish(core);
        }
        else if (_count == 0)
        {
            Answer(Missing, AllMissing);
        }
        else
        {
            IEnumerable<uint> missing = Enumerable.Range(0, _received.Length).Where(number => !_received[number]).Select(static number => (uint)number);
            foreach (uint[] part in missing.Chunk(NumbersInAnswer))
                Answer(Missing, part);
        }
    }

    private void Finish(IVirtualCore core)
    {
        _isOpen = false;
        if (_key is { } key)
            core.SendMulticast(key + BoundaryKey, 0);

        Answer(Finished);
    }

    private void Answer(uint command, params ReadOnlySpan<uint> words)
    {
        var data = new byte[(2 + words.Length) * sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(data, command);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(sizeof(uint)), _transaction.Value);
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan((2 + i) * sizeof(uint)), words[i]);

        answer(data);
    }
}
