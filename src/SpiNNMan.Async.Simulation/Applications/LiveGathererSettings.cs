using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>How a gatherer of live data sends events to hosts. These settings are in the second region of its data. The defaults are those of the usual tool chain.</summary>
/// <remarks>Protocol: virtual-machine.md, "Live data".</remarks>
public sealed record LiveGathererSettings
{
    private const int Words = 15;
    private const int WordsPerTranslation = 3;
    private const uint MostTranslations = 4096;

    /// <summary>The type of the elements of its messages. The default is keys of 32 bits.</summary>
    public EieioType Type { get; init => field = OptionChecks.Defined(value); } = EieioType.Key32Bit;

    /// <summary>The key prefix that its messages have; <see langword="null"/>, the default, for none.</summary>
    public ushort? KeyPrefix { get; init; }

    /// <summary>Which half of keys has the prefix. The default is the upper half.</summary>
    public EieioPrefix PrefixHalf { get; init => field = OptionChecks.Defined(value); } = EieioPrefix.UpperHalfWord;

    /// <summary>Whether payloads, and the payload base, are the tick in which a message was closed. The default is <see langword="true"/>.</summary>
    public bool PayloadIsTimestamp { get; init; } = true;

    /// <summary>Whether messages have a payload base. The default is <see langword="true"/>.</summary>
    public bool HasPayloadBase { get; init; } = true;

    /// <summary>The payload base, if the tick is not used. The default is 0.</summary>
    public uint PayloadBase { get; init; }

    /// <summary>How far keys of 16 bits are shifted to the right. The default is 0.</summary>
    public uint KeyShift { get; init; }

    /// <summary>How far payloads of 16 bits are shifted to the right. The default is 0.</summary>
    public uint PayloadShift { get; init; }

    /// <summary>The IP tag by which messages leave. The default is 1.</summary>
    public byte Tag { get; init; } = 1;

    /// <summary>The chip with the Ethernet. The default, <see langword="null"/>, is the one of the gatherer's board.</summary>
    public ChipLocation? Ethernet { get; init; }

    /// <summary>How many messages it sends in a tick. Further messages are thrown away. The default, 0, is any number.</summary>
    public uint MessagesPerTick { get; init; }

    /// <summary>The bits of keys that are kept when a packet is received. The default is all bits.</summary>
    public uint ReceivedKeyMask { get; init; } = uint.MaxValue;

    /// <summary>How far the kept bits of a key are shifted to the right when the key is translated. The default is 0.</summary>
    public uint TranslatedKeyShift { get; init; }

    /// <summary>Which keys are sent as the numbers of atoms. Other keys are not changed. The default is none.</summary>
    public IReadOnlyList<KeyTranslation> Translations { get; init => field = OptionChecks.NotNull(value); } = [];

    /// <summary>The first two bytes of the messages, without the count.</summary>
    internal ushort Header => (ushort)(
        (KeyPrefix is null ? 0 : (1 << 15) | ((int)PrefixHalf << 14)) | (HasPayloadBase ? 1 << 13 : 0) | (PayloadIsTimestamp ? 1 << 12 : 0) | ((int)Type << 10));

    /// <summary>The words of the region, as hosts write them.</summary>
    /// <param name="ethernet">The chip with the Ethernet of the gatherer's board.</param>
    public uint[] ToWords(ChipLocation ethernet)
    {
        ChipLocation chip = Ethernet ?? ethernet;
        return
        [
            KeyPrefix is null ? 0u : 1u, KeyPrefix ?? 0u, KeyPrefix is null ? 0u : (uint)PrefixHalf, (uint)Type, KeyShift, PayloadIsTimestamp ? 1u : 0u, HasPayloadBase ? 1u : 0u, PayloadBase, PayloadShift, Tag,
            (uint)((chip.X << 8) | chip.Y), MessagesPerTick, ReceivedKeyMask, TranslatedKeyShift, (uint)Translations.Count,
            .. Translations.SelectMany(static translation => new[] { translation.Key, translation.Mask, translation.FirstAtom }),
        ];
    }

    /// <summary>Reads the words of a region.</summary>
    internal static LiveGathererSettings Read(IVirtualCore core, uint region)
    {
        uint translations = Math.Min(Word(Words - 1), MostTranslations);
        return new LiveGathererSettings
        {
            KeyPrefix = Word(0) != 0 ? (ushort)Word(1) : null,
            PrefixHalf = (EieioPrefix)(Word(2) & 1),
            Type = (EieioType)(Word(3) & 3),
            KeyShift = Word(4),
            PayloadIsTimestamp = Word(5) != 0,
            HasPayloadBase = Word(6) != 0,
            PayloadBase = Word(7),
            PayloadShift = Word(8),
            Tag = (byte)Word(9),
            Ethernet = new ChipLocation((byte)(Word(10) >> 8), (byte)Word(10)),
            MessagesPerTick = Word(11),
            ReceivedKeyMask = Word(12),
            TranslatedKeyShift = Word(13),
            Translations = [.. Enumerable.Range(0, (int)translations).Select(number => Words + ((uint)number * WordsPerTranslation)).Select(at => new KeyTranslation(Word((int)at), Word((int)at + 1), Word((int)at + 2)))],
        };

        uint Word(int number) => DataTable.ReadWord(core, region + ((uint)number * sizeof(uint)));
    }
}
