using System.Globalization;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Geometry;

namespace SpiNNMan.Async.Simulation.Faults;

/// <summary>Reads one line of a fault file.</summary>
internal sealed class FaultFileReader(string file, int number, string text)
{
    private const int MostCores = 18;
    private const int LongestMilliseconds = 3_600_000;
    private const string Forms = "write 'board N dead', 'board N loss SHARE [in|out]' (or duplicate, reorder, corrupt; delay or jitter MS), 'flood loss SHARE' or 'flood reply-loss SHARE', or 'chip X Y dead', 'chip X Y core N ...' or 'chip X Y link N ...', after 'board N' if the chip is counted on that board";

    private readonly string[] _words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    private int _at;

    public FaultFileLine Read()
    {
        int? board = TryTake("board") ? TakeNumber("a board", 0, int.MaxValue) : null;
        if (board is not null && TryTake("dead"))
            return End(FaultKind.Board, board, default, []);

        if (board is not null && LinkFaults.Names.FirstOrDefault(TryTake) is { } fault)
        {
            Func<FaultOptions, FaultOptions> change = TakeChange(fault);
            return End(FaultKind.Network, board, default, []) with { Change = change };
        }

        if (board is null && TryTake("flood"))
        {
            Func<FaultOptions, FaultOptions> change = TakeFloodChange();
            return End(FaultKind.Floods, board, default, []) with { Change = change };
        }

        if (!TryTake("chip"))
            throw Error(Forms);

        var chip = new ChipLocation((byte)TakeNumber("the X of a chip", 0, byte.MaxValue), (byte)TakeNumber("the Y of a chip", 0, byte.MaxValue));
        if (TryTake("dead"))
            return End(FaultKind.Chip, board, chip, []);
        if (TryTake("core"))
            return End(FaultKind.Core, board, chip, TakeAll(() => TakeNumber("the physical number of a core", 0, MostCores - 1)));
        if (TryTake("link"))
            return End(FaultKind.Link, board, chip, TakeLinks());

        throw Error(Forms);
    }

    /// <summary>Reads the losses of flood fills: packets on their way to chips, or replies to their blocks.</summary>
    private Func<FaultOptions, FaultOptions> TakeFloodChange()
    {
        bool isReply = TryTake("reply-loss");
        if (!isReply && !TryTake("loss"))
            throw Error(Forms);

        double share = TakeShare();
        return isReply ? faults => faults with { FloodReplyLoss = share } : faults => faults with { FloodFillLoss = share };
    }

    private Func<FaultOptions, FaultOptions> TakeChange(string fault)
    {
        double value = LinkFaults.IsShare(fault) ? TakeShare() : TakeAmount("a time in milliseconds", LongestMilliseconds);
        bool inOnly = TryTake("in");
        bool outOnly = !inOnly && TryTake("out");
        return faults => faults.With(fault, value, ingress: !outOnly, egress: !inOnly);
    }

    private double TakeShare() => TakeAmount("a share", 1);

    private double TakeAmount(string what, double greatest)
    {
        if (_at == _words.Length || !double.TryParse(_words[_at], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) || value > greatest)
            throw Error(string.Create(CultureInfo.InvariantCulture, $"{what} is expected, 0 to {greatest}"));

        _at++;
        return value;
    }

    private List<int> TakeLinks()
    {
        List<int> links = TakeAll(TakeLink);

        // The chips find a link that works in one direction only when they test their links. They then use neither direction.
        _ = TryTake("one-way");
        return links;
    }

    private int TakeLink()
    {
        if (_at < _words.Length && LinkNames.TryParse(_words[_at], out int link))
        {
            _at++;
            return link;
        }

        throw Error($"a link is expected, 0 to 5 or one of {LinkNames.All}");
    }

    private List<int> TakeAll(Func<int> take)
    {
        List<int> all = [take()];
        while (_at < _words.Length && !string.Equals(_words[_at], "one-way", StringComparison.OrdinalIgnoreCase))
            all.Add(take());

        return all;
    }

    private bool TryTake(string word)
    {
        bool isNext = _at < _words.Length && string.Equals(_words[_at], word, StringComparison.OrdinalIgnoreCase);
        if (isNext)
            _at++;

        return isNext;
    }

    private int TakeNumber(string what, int least, int greatest)
    {
        if (_at < _words.Length && int.TryParse(_words[_at], NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= greatest)
        {
            _at++;
            return value;
        }

        string range = greatest == int.MaxValue ? "" : string.Create(CultureInfo.InvariantCulture, $", {least} to {greatest}");
        throw Error($"{what} is expected{range}");
    }

    private FaultFileLine End(FaultKind kind, int? board, ChipLocation chip, IReadOnlyList<int> parts) =>
        _at == _words.Length ? new FaultFileLine(number, text, kind, board, chip, parts) : throw Error($"'{_words[_at]}' is too much: {Forms}");

    private FaultFileException Error(string problem) => new(file, number, text, problem);
}
