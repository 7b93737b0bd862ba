using SpiNNMan.Async.Spalloc.Server.Geometry;

namespace SpiNNMan.Async.Spalloc.Server.Allocation;

/// <summary>The boards that a job asks for.</summary>
internal sealed record BoardRequest
{
    /// <summary>The least that the shorter side of a rectangle is of the longer one, unless the request says otherwise.</summary>
    public const double DefaultMinRatio = 0.333;

    private BoardRequest(RequestShape shape) => Shape = shape;

    public RequestShape Shape { get; }

    /// <summary>How many boards, at least.</summary>
    public int Count { get; private init; }

    /// <summary>How many triads there shall be in a row.</summary>
    public int Width { get; private init; }

    /// <summary>How many rows of triads there shall be.</summary>
    public int Height { get; private init; }

    /// <summary>The board, or that of the first triad of the rectangle.</summary>
    public BoardCoordinates? Root { get; private init; }

    /// <summary>The machine that the boards shall be of.</summary>
    public string? Machine { get; init; }

    /// <summary>The tags that the machine shall have; they mean nothing if a machine is named.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The least that the shorter side of a rectangle may be of the longer one.</summary>
    public double MinRatio { get; init; } = DefaultMinRatio;

    /// <summary>How many boards of the rectangle may be dead or out of reach; any number if <see langword="null"/>.</summary>
    public int? MaxDeadBoards { get; init; } = 0;

    /// <summary>How many links between the boards may be dead; any number if <see langword="null"/>.</summary>
    public int? MaxDeadLinks { get; init; }

    /// <summary>Whether the boards must be a whole machine that goes round in both directions.</summary>
    public bool RequireTorus { get; init; }

    /// <summary>Asks for a number of boards.</summary>
    public static BoardRequest Boards(int count) => count >= 1 ? new BoardRequest(RequestShape.Boards) { Count = count } : Impossible();

    /// <summary>Asks for a rectangle of triads, anywhere or from a triad on.</summary>
    public static BoardRequest Triads(int width, int height, BoardCoordinates? root = null) =>
        width >= 1 && height >= 1 ? new BoardRequest(RequestShape.Triads) { Width = width, Height = height, Root = root } : Impossible();

    /// <summary>Asks for the board at a place.</summary>
    public static BoardRequest Place(BoardCoordinates board) => new(RequestShape.Place) { Count = 1, Root = board };

    /// <summary>Asks for what no machine has.</summary>
    public static BoardRequest Impossible() => new(RequestShape.Impossible);
}
