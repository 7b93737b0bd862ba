using System.CommandLine.Parsing;
using System.Globalization;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>The kind of machine to simulate: one board, or a number of triads of boards.</summary>
internal readonly record struct MachineKind(string Name, BoardType Board, int TriadsWide = 0, int TriadsHigh = 0)
{
    public static MachineKind Default => new("spin5", BoardType.Spin5);

    public TriadArrangement? Arrangement(bool wraps) => TriadsWide > 0 ? new TriadArrangement(TriadsWide, TriadsHigh, wraps) : null;

    /// <summary>Reads <c>single</c>, <c>spin3</c>, <c>spin5</c>, or the width and height in triads, as in <c>3x2</c>.</summary>
    public static MachineKind Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value.ToLowerInvariant();
        switch (text)
        {
            case "single":
                return new MachineKind(text, BoardType.Single);
            case "spin3":
                return new MachineKind(text, BoardType.Spin3);
            case "spin5":
                return Default;
        }

        string[] sizes = text.Split('x');
        if (sizes.Length == 2 && TryParseSize(sizes[0], out int wide) && TryParseSize(sizes[1], out int high))
            return new MachineKind(text, BoardType.Spin5, wide, high);

        result.AddError($"'{result.Tokens[0].Value}' is none of single, spin3 and spin5, nor a width and height in triads of boards, 1x1 to {TriadArrangement.MaxSize}x{TriadArrangement.MaxSize}.");
        return default;
    }

    private static bool TryParseSize(string text, out int size) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size is >= 1 and <= TriadArrangement.MaxSize;
}
