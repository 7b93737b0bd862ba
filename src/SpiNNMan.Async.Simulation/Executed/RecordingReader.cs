using System.Globalization;
using System.Net;
using System.Text;
using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Geometry;

namespace SpiNNMan.Async.Simulation.Executed;

/// <summary>Reads what <see cref="RecordingWriter"/> wrote, a line at a time.</summary>
/// <param name="input">Where from.</param>
internal sealed class RecordingReader(TextReader input)
{
    private const int MostChips = 65536;
    private const int LongestShown = 60;

    /// <summary>The most letters of the first line, which every recording begins with.</summary>
    private const int LongestTitle = 256;

    /// <summary>The most letters of a line: a whole SDRAM in hexadecimal, and what stands before it.</summary>
    private const int LongestLine = (256 << 20) + 256;

    private readonly StringBuilder _letters = new();
    private string[] _words = [];
    private string _text = "";
    private int _word;
    private int _line;

    /// <summary>Reads what the machine is made of.</summary>
    /// <exception cref="RecordingException">It is not a recording, or makes no sense.</exception>
    public MachinePlan ReadPlan()
    {
        if (!NextLine() || !Next("a title").Equals(RecordingWriter.Title, StringComparison.Ordinal))
            throw Wrong("this is no recording: the first line must be 'spinnman-recording' and a version");
        if (Number("a version") is var version && version != RecordingWriter.Version)
            throw Wrong($"this is a recording of version {version}, and only {RecordingWriter.Version} can be read: replay it with the version of this program that made it");

        var chips = new List<ChipPlan>();
        var wires = new List<(int, int, int)>();
        var silent = new List<IPAddress>();
        var indices = new Dictionary<ChipLocation, int>();
        TimeSpan interval = TimeSpan.FromMilliseconds(4096);
        while (true)
        {
            if (!NextLine())
                throw Wrong("the recording ends before its 'run' line: it was cut off");

            switch (Next("a word"))
            {
                case "announce":
                    interval = TimeSpan.FromTicks(Number("a time", least: 1, most: TimeSpan.TicksPerDay));
                    break;
                case "silent":
                    silent.Add(Address());
                    break;
                case "chip":
                    ChipPlan chip = ReadChip();
                    if (chips.Count == MostChips || !indices.TryAdd(chip.Location, chips.Count))
                        throw Wrong($"chip {chip.Location} is there twice");
                    chips.Add(chip);
                    break;
                case "wire":
                    wires.Add((Known(indices), (int)Number("a link", most: Link.Count - 1), Known(indices)));
                    break;
                case "run" when chips.Count > 0 && chips.Exists(static one => one.Ethernet is not null):
                    EndLine();
                    return new MachinePlan(chips, wires, silent, interval);
                case "run":
                    throw Wrong("the machine has no chip with an Ethernet");
                case var other:
                    throw Wrong($"'{other}' is none of announce, silent, chip, wire and run");
            }

            EndLine();
        }
    }

    /// <summary>Reads the next thing that happened.</summary>
    /// <param name="plan">The parts of the machine.</param>
    /// <returns><see langword="null"/> at the end of the file.</returns>
    /// <exception cref="RecordingException">A line makes no sense.</exception>
    public RecordedEvent? ReadEvent(MachinePlan plan)
    {
        if (!NextLine())
            return null;

        long time = Number("a time");
        RecordedEvent read = Next("what happened") switch
        {
            "power" => ReadPower(time, plan),
            "datagram" => new RecordedEvent(_line, time, RecordedKind.Datagram) { Board = Board(plan), Number = (int)Number("a port", most: ushort.MaxValue), Host = EndPoint(), Bytes = Bytes() },
            "link" => new RecordedEvent(_line, time, RecordedKind.Link) { Chip = Chip(plan), Number = (int)Number("a link", most: Link.Count - 1), IsOff = OneOf("cut", "mended") },
            "monitor" => new RecordedEvent(_line, time, RecordedKind.Monitor) { Chip = Chip(plan), IsOff = OneOf("stopped", "going") },
            "memory" => new RecordedEvent(_line, time, RecordedKind.Memory) { Chip = Chip(plan), Address = (uint)Hexadecimal("an address", uint.MaxValue), Bytes = Bytes() },
            "end" => new RecordedEvent(_line, time, RecordedKind.End) { Hash = Hexadecimal("a sum", ulong.MaxValue) },
            var other => throw Wrong($"'{other}' is none of power, datagram, link, monitor, memory and end"),
        };
        EndLine();
        return read;
    }

    /// <summary>Makes an error about the line that was read last.</summary>
    public RecordingException Wrong(string what) => new(_line, what);

    private RecordedEvent ReadPower(long time, MachinePlan plan)
    {
        int board = Board(plan);
        return OneOf("on", "off")
            ? new RecordedEvent(_line, time, RecordedKind.PowerOn) { Board = board, Bytes = Bytes() }
            : new RecordedEvent(_line, time, RecordedKind.PowerOff) { Board = board };
    }

    private ChipPlan ReadChip()
    {
        ChipLocation location = Location();
        int board = (int)Number("a board", most: MostChips);
        uint bad = (uint)Hexadecimal("cores that do not work", (1u << ChipOptions.MostCores) - 1);
        int monitor = (int)Number("a monitor", most: ChipOptions.MostCores - 1);
        if ((bad & (1u << monitor)) != 0)
            throw Wrong($"core {monitor} does not work, so it cannot be the monitor");

        string ethernet = Next("an address");
        return new ChipPlan(location, board, bad, monitor, ethernet.Equals(RecordingWriter.Nothing, StringComparison.Ordinal) ? null : Address(ethernet));
    }

    private bool NextLine()
    {
        while (ReadLine() is { } text)
        {
            _text = text;
            _words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            _word = 0;
            if (_words.Length > 0 && _words[0][0] != '#')
                return true;
        }

        _words = [];
        return false;
    }

    /// <summary>Reads one line, but no more than a line can have: a device may go on for ever.</summary>
    private string? ReadLine()
    {
        int letter = input.Read();
        if (letter < 0)
            return null;

        _line++;
        _letters.Clear();
        for (; letter is >= 0 and not '\n'; letter = input.Read())
        {
            if (_letters.Length == (_line == 1 ? LongestTitle : LongestLine))
                throw Wrong($"the line is longer than {_letters.Length} letters: this is no recording");

            _letters.Append((char)letter);
        }

        if (_letters.Length > 0 && _letters[^1] == '\r')
            _letters.Length--;

        return _letters.ToString();
    }

    private void EndLine()
    {
        if (_word < _words.Length)
            throw Wrong($"'{Shown(_words[_word])}' is too much: the line should end before it");
    }

    private string Next(string what) => _word < _words.Length ? _words[_word++] : throw Wrong($"{what} is missing after '{Shown(_text)}'");

    private long Number(string what, long least = 0, long most = long.MaxValue) =>
        Next(what) is var word && long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value >= least && value <= most
            ? value
            : throw Wrong(most == long.MaxValue ? $"'{Shown(word)}' is no number, and {what} should be there" : $"'{Shown(word)}' is not {what} of {least} to {most}");

    private ulong Hexadecimal(string what, ulong most) =>
        Next(what) is var word && ulong.TryParse(word, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value) && value <= most
            ? value
            : throw Wrong($"'{Shown(word)}' is no hexadecimal number up to {most:x}, and {what} should be there");

    private ChipLocation Location()
    {
        string word = Next("a chip");
        string[] parts = word.Split(',');
        return parts.Length == 2 && byte.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out byte x) && byte.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out byte y)
            ? new ChipLocation(x, y)
            : throw Wrong($"'{Shown(word)}' is no chip: it should be X,Y");
    }

    private ChipLocation Chip(MachinePlan plan) => Location() is var chip && plan.Chips.Any(one => one.Location == chip) ? chip : throw Wrong($"the machine has no chip {chip}");

    private int Known(Dictionary<ChipLocation, int> indices) => Location() is var chip && indices.TryGetValue(chip, out int index) ? index : throw Wrong($"there is no chip {chip} before this line");

    private int Board(MachinePlan plan) => (int)Number("a board", most: MostChips) is var board && plan.Chips.Any(chip => chip.Board == board && chip.Ethernet is not null) ? board : throw Wrong($"the machine has no board {board} with an Ethernet");

    private IPAddress Address() => Address(Next("an address"));

    private IPAddress Address(string word) => IPAddress.TryParse(word, out IPAddress? address) ? address : throw Wrong($"'{Shown(word)}' is no address");

    private IPEndPoint EndPoint() => Next("a sender") is var word && IPEndPoint.TryParse(word, out IPEndPoint? host) ? host : throw Wrong($"'{Shown(word)}' is no address with a port");

    private bool OneOf(string yes, string no) => Next($"{yes} or {no}") switch
    {
        var word when word.Equals(yes, StringComparison.Ordinal) => true,
        var word when word.Equals(no, StringComparison.Ordinal) => false,
        var word => throw Wrong($"'{Shown(word)}' is neither {yes} nor {no}"),
    };

    private byte[] Bytes()
    {
        string word = Next("bytes");
        try
        {
            return word.Equals(RecordingWriter.Nothing, StringComparison.Ordinal) ? [] : Convert.FromHexString(word);
        }
        catch (FormatException)
        {
            throw Wrong($"'{Shown(word)}' are no bytes: an even number of hexadecimal digits, or '-', should be there");
        }
    }

    private static string Shown(string text) => text.Length <= LongestShown ? text : text[..LongestShown] + "...";
}
