using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>Reads the texts that name broken parts.</summary>
internal static class IgnoredPartsParser
{
    public static IgnoredChip[] ParseChips(string? text) =>
        [.. Items(text, "downChips", 2, "x,y[,ip]").Select(static item => new IgnoredChip(item.Chip, item.Board))];

    public static IgnoredLink[] ParseLinks(string? text) =>
        [.. Items(text, "downLinks", 3, "x,y,link[,ip]").Select(static item =>
            new IgnoredLink(item.Chip, Number(item.Last, 0, LinkSet.MaxLinks - 1, "downLinks", item.Text), item.Board))];

    public static IgnoredCore[] ParseCores(string? text) =>
        [.. Items(text, "downCores", 3, "x,y,core[,ip]").SelectMany(static item => Cores(item).Select(core => new IgnoredCore(item.Chip, core, item.Board)))];

    public static IgnoredParts ParseBoardInfo(string text, IPAddress? board)
    {
        List<IgnoredChip> chips = [];
        List<IgnoredCore> cores = [];
        List<IgnoredLink> links = [];
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            string[] words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;

            string where = $"line {number}: {line.Trim()}";
            if (words.Length < 4 || words[0] is not "chip")
                throw WrongLine(where);

            var chip = new ChipLocation(Coordinate(words[1], "text", where), Coordinate(words[2], "text", where));
            switch (words)
            {
                case [_, _, _, "dead"]:
                    chips.Add(new IgnoredChip(chip, board));
                    break;
                case [_, _, _, "core", string core]:
                    cores.Add(new IgnoredCore(chip, -Number(core, 0, CoreSet.MaxCores - 1, "text", where), board));
                    break;
                case [_, _, _, "link", string link]:
                    links.Add(new IgnoredLink(chip, Number(link, 0, LinkSet.MaxLinks - 1, "text", where), board));
                    break;
                default:
                    throw WrongLine(where);
            }
        }

        return new IgnoredParts { Chips = chips, Cores = cores, Links = links };
    }

    private static InvalidParameterException WrongLine(string where) =>
        new("text", where, "each line must be 'chip X Y dead', 'chip X Y core N' or 'chip X Y link N'");

    private static IEnumerable<Item> Items(string? text, string name, int numbers, string form)
    {
        if (text is null || text.Trim() is "" || text.Trim().Equals("None", StringComparison.OrdinalIgnoreCase))
            yield break;

        foreach (string item in text.Split(':', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = item.Split(',', StringSplitOptions.TrimEntries);
            IPAddress? board = null;
            if (parts.Length != numbers
                && (parts.Length != numbers + 1 || !IPAddress.TryParse(parts[^1], out board) || board.AddressFamily != AddressFamily.InterNetwork))
            {
                throw new InvalidParameterException(name, item, $"each item must be {form}, with the IPv4 address of a board if the place is on that board");
            }

            yield return new Item(item, new ChipLocation(Coordinate(parts[0], name, item), Coordinate(parts[1], name, item)), parts[numbers - 1], board);
        }
    }

    private static IEnumerable<int> Cores(Item item)
    {
        const string Name = "downCores";
        int dash = item.Last.IndexOf('-', StringComparison.Ordinal);
        if (dash <= 0)
        {
            int core = Number(item.Last, -(CoreSet.MaxCores - 1), CoreSet.MaxCores - 1, Name, item.Text);
            return [core];
        }

        int first = Number(item.Last[..dash], 1, CoreSet.MaxCores - 1, Name, item.Text);
        int last = Number(item.Last[(dash + 1)..], first, CoreSet.MaxCores - 1, Name, item.Text);
        return Enumerable.Range(first, last - first + 1);
    }

    private static byte Coordinate(string text, string name, string item) => (byte)Number(text, 0, byte.MaxValue, name, item);

    private static int Number(string text, int least, int greatest, string name, string item) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least && number <= greatest
            ? number
            : throw new InvalidParameterException(name, item, string.Create(CultureInfo.InvariantCulture, $"'{text}' must be a number from {least} to {greatest}"));

    private readonly record struct Item(string Text, ChipLocation Chip, string Last, IPAddress? Board);
}
