using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>How an injector of live data makes multicast packets from messages of hosts. These settings are in the second region of its data.</summary>
/// <remarks>Protocol: virtual-machine.md, "Live data".</remarks>
public sealed record LiveInjectorSettings
{
    /// <summary>The port on which programs take EIEIO.</summary>
    public const byte EieioPort = 1;

    private const byte LastPort = 7;

    /// <summary>The prefix that is put into all keys of messages without a key prefix; <see langword="null"/> for none. The default is 0, so that keys of 16 bits do not change.</summary>
    public uint? KeyPrefix { get; init; } = 0;

    /// <summary>Which half of keys has the prefix. Keys of 16 bits go into the other half. The default is the upper half.</summary>
    public EieioPrefix PrefixHalf { get; init => field = OptionChecks.Defined(value); } = EieioPrefix.UpperHalfWord;

    /// <summary>Whether events with keys that are not its own are dropped. The default is <see langword="false"/>.</summary>
    public bool ChecksKeys { get; init; }

    /// <summary>Its own keys. With <see langword="null"/>, it has no connections and drops all events. The default is 0.</summary>
    public uint? Key { get; init; } = 0;

    /// <summary>The bits of a key that show whether the key is its own. The default is the upper half.</summary>
    public uint KeyMask { get; init; } = 0xFFFF0000;

    /// <summary>How many bytes its buffer for messages of later ticks has. The default is 0: there is no buffer.</summary>
    public uint BufferSize { get; init; }

    /// <summary>It asks the host for more when the buffer has at least this much room. The default is more than there can be.</summary>
    public uint SpaceBeforeRequest { get; init; } = uint.MaxValue;

    /// <summary>The IP tag by which it asks for more. The default is 0.</summary>
    public byte ReturnTag { get; init; }

    /// <summary>The chip with the Ethernet by which it asks for more. The default, <see langword="null"/>, is the one of its board.</summary>
    public ChipLocation? ReturnChip { get; init; }

    /// <summary>The port on which it takes messages, 0 to 7. The default is 1.</summary>
    public byte Port { get; init => field = (byte)OptionChecks.Within(value, 0, LastPort); } = EieioPort;

    /// <summary>How many microseconds its ticks are later than those of other programs. The default is 0.</summary>
    public uint TimerOffset { get; init; }

    /// <summary>The words of the region, as hosts write them.</summary>
    /// <param name="ethernet">The chip with the Ethernet of the injector's board.</param>
    public uint[] ToWords(ChipLocation ethernet)
    {
        ChipLocation chip = ReturnChip ?? ethernet;
        return
        [
            KeyPrefix is null ? 0u : 1u, KeyPrefix ?? 0, (uint)PrefixHalf, ChecksKeys ? 1u : 0u, Key is null ? 0u : 1u, Key ?? 0, KeyMask, BufferSize, SpaceBeforeRequest, ReturnTag,
            (uint)((chip.X << 8) | chip.Y), Port, TimerOffset,
        ];
    }

    /// <summary>Reads the words of a region.</summary>
    internal static LiveInjectorSettings Read(IVirtualCore core, uint region)
    {
        return new LiveInjectorSettings
        {
            KeyPrefix = Word(0) != 0 ? Word(1) : null,
            PrefixHalf = (EieioPrefix)(Word(2) & 1),
            ChecksKeys = Word(3) != 0,
            Key = Word(4) != 0 ? Word(5) : null,
            KeyMask = Word(6),
            BufferSize = Word(7),
            SpaceBeforeRequest = Word(8),
            ReturnTag = (byte)Word(9),
            ReturnChip = new ChipLocation((byte)(Word(10) >> 8), (byte)Word(10)),
            Port = (byte)(Word(11) & LastPort),
            TimerOffset = Word(12),
        };

        uint Word(uint number) => DataTable.ReadWord(core, region + (number * sizeof(uint)));
    }
}
