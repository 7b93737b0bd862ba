using System.Globalization;
using System.Text;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>A request for boards; immutable, change it with <c>with</c>. Without a shape it is one board, wherever it is.</summary>
/// <example><code>
/// var request = BoardRequest.ForBoards(3) with { Machine = "big", KeepAlive = TimeSpan.FromMinutes(2) };
/// </code></example>
/// <remarks>The classic protocol and the REST service take different arguments; what a service cannot do is refused before anything is sent. Protocol: spalloc.md, "Shapes".</remarks>
public sealed record BoardRequest
{
    /// <summary>The most boards that can be asked for.</summary>
    public const int MostBoards = 3 * 256 * 256;

    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    /// <summary>How many boards, 1 to 196,608: one is any single board, more are whole triads with at least as many. The default is <see langword="null"/>: another shape, or one board.</summary>
    public int? Boards { get; init => field = value is { } count ? OptionChecks.Within(count, 1, MostBoards) : null; }

    /// <summary>A rectangle of triads, each side 1 to 256. The default is none. With a board by the REST service: the rectangle's corner is that board.</summary>
    public TriadSize? Size
    {
        get;
        init => field = value is { } size ? new TriadSize(OptionChecks.Within(size.Width, 1, 256), OptionChecks.Within(size.Height, 1, 256)) : null;
    }

    /// <summary>A certain board by its place in the grid. The default is none. The classic protocol needs the <see cref="Machine"/> as well.</summary>
    public LogicalBoard? Logical { get; init; }

    /// <summary>A certain board by where it is mounted. The default is none. The classic protocol needs the <see cref="Machine"/> as well.</summary>
    public PhysicalBoard? Physical { get; init; }

    /// <summary>A certain board by its address. The default is none. The classic protocol cannot do that.</summary>
    public string? Address { get; init; }

    /// <summary>The machine that they should be of. The default is any that has the tags.</summary>
    public string? Machine { get; init; }

    /// <summary>The tags that the machine should have. The default is none: machines with the tag "default". Not together with <see cref="Machine"/>.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>How far from square the triads may be, 0 to 1: the shorter side by the longer. The default is 0.333. The REST service does not take another.</summary>
    public double MinRatio { get; init => field = OptionChecks.Share(value); } = DefaultMinRatio;

    /// <summary>How many boards of the shape may be dead, 0 or more; <see langword="null"/> for any number. The default is 0.</summary>
    public int? MaxDeadBoards { get; init => field = value is { } count ? OptionChecks.Within(count, 0, MostBoards) : null; } = 0;

    /// <summary>How many links of the shape may be dead, 0 or more. The default, <see langword="null"/>, is any number. Classic only.</summary>
    public int? MaxDeadLinks { get; init => field = value is { } count ? OptionChecks.Within(count, 0, 6 * MostBoards) : null; }

    /// <summary>Whether it must wrap round at its edges. The default is not. Classic only.</summary>
    public bool RequireTorus { get; init; }

    /// <summary>Whose job it is. The default is the owner that the allocator's options name. By REST only administrators may name one.</summary>
    public string? Owner { get; init; }

    /// <summary>The group whose quota pays. At most one of group, collaboratory and NMPI job. REST only.</summary>
    public string? Group { get; init; }

    /// <summary>The collaboratory whose quota pays. REST only.</summary>
    public string? Collaboratory { get; init; }

    /// <summary>The job of the neuromorphic platform whose quota pays. REST only.</summary>
    public long? NmpiJob { get; init; }

    /// <summary>For how long the service keeps the job without a sign of life of this program, at least 1 s, by REST 30 s to 300 s. The default is 60 s. <see langword="null"/> is for ever, classic only.</summary>
    public TimeSpan? KeepAlive { get; init => field = value is { } time ? OptionChecks.Within(time, s_shortest, OptionChecks.LongestTime) : null; } = TimeSpan.FromSeconds(60);

    internal const double DefaultMinRatio = 0.333;

    /// <summary>So many boards.</summary>
    public static BoardRequest ForBoards(int count) => new() { Boards = count };

    /// <summary>A rectangle of triads.</summary>
    public static BoardRequest ForTriads(int width, int height) => new() { Size = new TriadSize(width, height) };

    /// <summary>A certain board by its place in the grid of a machine.</summary>
    public static BoardRequest ForBoard(LogicalBoard board, string? machine = null) => new() { Logical = board, Machine = machine };

    /// <summary>A certain board by where it is mounted.</summary>
    public static BoardRequest ForBoard(PhysicalBoard board, string? machine = null) => new() { Physical = board, Machine = machine };

    /// <summary>A certain board by its address.</summary>
    public static BoardRequest ForAddress(string address, string? machine = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Length == 0)
            throw new InvalidParameterException(nameof(address), address, "a board has an address");

        return new() { Address = address, Machine = machine };
    }

    /// <summary>Refuses what no service can do.</summary>
    internal void Check()
    {
        int places = (Logical is null ? 0 : 1) + (Physical is null ? 0 : 1) + (Address is null ? 0 : 1);
        if (places > 1)
            throw new InvalidParameterException(nameof(Logical), Logical, "name a certain board in one way: by its place in the grid, where it is mounted, or its address");

        if (Boards is not null && (Size is not null || places > 0))
            throw new InvalidParameterException(nameof(Boards), Boards, "ask for a number of boards, or for a rectangle or a certain board");

        if (Machine is not null && Tags is { Count: > 0 })
            throw new InvalidParameterException(nameof(Tags), string.Join(", ", Tags), $"name the machine or its tags: the machine is '{Machine}' already");

        if ((Group is null ? 0 : 1) + (Collaboratory is null ? 0 : 1) + (NmpiJob is null ? 0 : 1) > 1)
            throw new InvalidParameterException(nameof(Group), Group, "at most one of group, collaboratory and NMPI job pays");

        if (Logical is { } board && (board.X < 0 || board.Y < 0 || board.Z is < 0 or > 2))
            throw new InvalidParameterException(nameof(Logical), board, "coordinates are 0 or more, and the last is 0 to 2");
    }

    /// <summary>The request, in a few words.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (Boards is { } count)
            text.Append(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "board" : "boards")}");
        else if (Size is { } size)
            text.Append(CultureInfo.InvariantCulture, $"{size} triads");
        else
            text.Append(Logical is null && Physical is null && Address is null ? "1 board" : "board");

        if (Logical is { } logical)
            text.Append(CultureInfo.InvariantCulture, $" {logical}");
        if (Physical is { } physical)
            text.Append(CultureInfo.InvariantCulture, $" mounted at {physical}");
        if (Address is not null)
            text.Append(CultureInfo.InvariantCulture, $" {PrintableText.OfLine(Address)}");
        if (Machine is not null)
            text.Append(CultureInfo.InvariantCulture, $" of {PrintableText.OfLine(Machine)}");
        if (Tags is { Count: > 0 })
            text.Append(CultureInfo.InvariantCulture, $" with tags {PrintableText.OfLine(string.Join(", ", Tags))}");

        return text.ToString();
    }
}
