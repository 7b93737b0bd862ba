using System.Globalization;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Simulation.Geometry;

namespace SpiNNMan.Async.Simulation;

/// <summary>A file that lists the boards, chips, cores and links of a machine that do not work, and the boards with a bad network.</summary>
/// <remarks>
/// It takes the <c>board.info</c> files of the usual tools (<c>chip X Y dead</c>, <c>chip X Y core N</c>, <c>chip X Y link N</c>), and has further kinds of lines.
/// Protocol: virtual-machine.md, "Fault files".
/// </remarks>
public sealed class FaultFile
{
    private readonly string _name;
    private readonly IReadOnlyList<FaultFileLine> _lines;

    private FaultFile(string name, IReadOnlyList<FaultFileLine> lines)
    {
        _name = name;
        _lines = lines;
    }

    /// <summary>How many lines name a faulty part.</summary>
    public int Count => _lines.Count;

    /// <summary>Reads the text of a file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The name of the file, for errors.</param>
    /// <param name="cancellationToken">Ends the reading of a long text.</param>
    /// <exception cref="FaultFileException">A line cannot be understood.</exception>
    public static FaultFile Parse(string text, string name = "fault file", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = new List<FaultFileLine>();
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            number++;
            cancellationToken.ThrowIfCancellationRequested();
            int comment = line.IndexOfAny('#', ';');
            string content = (comment < 0 ? line : line[..comment]).Trim().ToString();
            if (content.Length > 0)
                lines.Add(new FaultFileReader(name, number, content).Read());
        }

        return new FaultFile(name, lines);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="FaultFileException">A line cannot be understood.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<FaultFile> ReadAsync(string path, CancellationToken cancellationToken = default) =>
        Parse(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false), Path.GetFileName(path), cancellationToken);

    /// <summary>Adds the faulty parts to the options of a machine.</summary>
    /// <param name="options">The options, which describe the machine.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <exception cref="FaultFileException">The machine has no such part, or cannot work without it.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public VirtualMachineOptions ApplyTo(VirtualMachineOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        MachineLayout layout = LayerOptions.LayoutOf(options);
        var parts = new DeadParts(options);
        var networks = new Dictionary<int, FaultOptions>(options.BoardFaults);
        FaultOptions everywhere = options.Faults;
        foreach (FaultFileLine line in _lines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (line.Kind)
            {
                case FaultKind.Board:
                    parts.Boards.Add(CheckBoard(line, layout));
                    if (parts.Boards.Count == layout.Ethernets.Count)
                        throw Error(line, "at least one board must be left");

                    break;
                case FaultKind.Network:
                    int board = CheckBoard(line, layout);
                    networks[board] = line.Change!(networks.GetValueOrDefault(board) ?? options.Faults with { FloodFillLoss = 0, FloodReplyLoss = 0 });
                    break;
                case FaultKind.Floods:
                    everywhere = line.Change!(everywhere);
                    break;
                case FaultKind.Chip:
                    ChipLocation chip = FindChip(line, layout);
                    parts.Chips.Add(chip);
                    CheckEthernet(line, layout, chip, parts);
                    break;
                case FaultKind.Core:
                    ChipLocation ofCores = FindChip(line, layout);
                    parts.Cores.UnionWith(line.Parts.Select(core => new CoreLocation(ofCores, (byte)core)));
                    CheckEthernet(line, layout, ofCores, parts);
                    break;
                case FaultKind.Link:
                    ChipLocation ofLinks = FindChip(line, layout);
                    parts.Links.UnionWith(line.Parts.Select(link => (ofLinks, link)));
                    break;
            }
        }

        return options with
        {
            DeadBoards = [.. parts.Boards],
            DeadChips = [.. parts.Chips],
            DeadCores = [.. parts.Cores],
            DeadLinks = [.. parts.Links],
            BoardFaults = networks,
            Faults = everywhere,
        };
    }

    private int CheckBoard(FaultFileLine line, MachineLayout layout) =>
        line.Board is { } board && board < layout.Ethernets.Count ? board : throw Error(line, $"the machine has {layout.Ethernets.Count} boards, counted from 0");

    private ChipLocation FindChip(FaultFileLine line, MachineLayout layout)
    {
        if (line.Board is null)
            return layout.BoardOf(line.Chip) >= 0 ? line.Chip : throw Error(line, $"the machine has no chip ({line.Chip.X}, {line.Chip.Y})");

        int board = CheckBoard(line, layout);
        return layout.OnBoard(board, line.Chip) is { } chip ? chip : throw Error(line, $"a board has no chip ({line.Chip.X}, {line.Chip.Y})");
    }

    private void CheckEthernet(FaultFileLine line, MachineLayout layout, ChipLocation chip, DeadParts parts)
    {
        int board = layout.BoardOf(chip);
        if (layout.Ethernets[board] == chip && (parts.Chips.Contains(chip) || layout.WorkingCores(chip).All(core => parts.Cores.Contains(new CoreLocation(chip, core)))))
            throw Error(line, $"no board can be used without its chip with the Ethernet: write 'board {board} dead' instead");
    }

    private FaultFileException Error(FaultFileLine line, string problem) => new(_name, line.Number, line.Text, string.Create(CultureInfo.InvariantCulture, $"{problem}"));

    /// <summary>The parts that do not work, each once.</summary>
    private sealed class DeadParts(VirtualMachineOptions options)
    {
        public HashSet<int> Boards { get; } = [.. options.DeadBoards];

        public HashSet<ChipLocation> Chips { get; } = [.. options.DeadChips];

        public HashSet<CoreLocation> Cores { get; } = [.. options.DeadCores];

        public HashSet<(ChipLocation Chip, int Link)> Links { get; } = [.. options.DeadLinks];
    }
}
