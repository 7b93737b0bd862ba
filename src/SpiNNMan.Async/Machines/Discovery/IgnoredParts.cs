using System.Net;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>Chips, cores and links that are to be left out of a machine, though they may answer.</summary>
/// <example><code>
/// IgnoredParts parts = IgnoredParts.Parse(downChips: "3,4:1,1,10.11.193.1", downCores: "0,0,5-7:2,2,-3", downLinks: null);
/// </code></example>
/// <remarks>Protocol: models.md, "Leaving parts out".</remarks>
public sealed record IgnoredParts
{
    /// <summary>Nothing is left out.</summary>
    public static IgnoredParts None { get; } = new();

    /// <summary>The chips.</summary>
    public IReadOnlyList<IgnoredChip> Chips { get; init => field = OptionChecks.NotNull(value); } = [];

    /// <summary>The cores.</summary>
    public IReadOnlyList<IgnoredCore> Cores { get; init => field = OptionChecks.NotNull(value); } = [];

    /// <summary>The links.</summary>
    public IReadOnlyList<IgnoredLink> Links { get; init => field = OptionChecks.NotNull(value); } = [];

    /// <summary>Reads the three lists in which configurations of SpiNNaker software name broken parts.</summary>
    /// <param name="downChips">Items <c>x,y[,ip]</c>, separated by colons; <c>None</c>, nothing or <see langword="null"/> for none.</param>
    /// <param name="downCores">Items <c>x,y,core[,ip]</c>: a virtual core, a range <c>a-b</c> of them, or minus a physical core.</param>
    /// <param name="downLinks">Items <c>x,y,link[,ip]</c>.</param>
    /// <remarks>With an address, the place is on the board that has it.</remarks>
    /// <exception cref="InvalidParameterException">An item has another form, or a number is out of range; it says which.</exception>
    public static IgnoredParts Parse(string? downChips, string? downCores = null, string? downLinks = null) => new()
    {
        Chips = IgnoredPartsParser.ParseChips(downChips),
        Cores = IgnoredPartsParser.ParseCores(downCores),
        Links = IgnoredPartsParser.ParseLinks(downLinks),
    };

    /// <summary>Reads a board's fault file: lines <c>chip X Y dead</c>, <c>chip X Y core N</c> and <c>chip X Y link N</c>, with physical cores;
    /// empty lines are ignored, and so is all text after a <c>#</c>.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="board">The address of the board it is about; none if it is about the whole machine.</param>
    /// <exception cref="InvalidParameterException">A line has another form; it says which.</exception>
    public static IgnoredParts ParseBoardInfo(string text, IPAddress? board = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IgnoredPartsParser.ParseBoardInfo(text, board);
    }

    /// <summary>These parts and others.</summary>
    public IgnoredParts With(IgnoredParts others)
    {
        ArgumentNullException.ThrowIfNull(others);
        return new IgnoredParts { Chips = [.. Chips, .. others.Chips], Cores = [.. Cores, .. others.Cores], Links = [.. Links, .. others.Links] };
    }
}
