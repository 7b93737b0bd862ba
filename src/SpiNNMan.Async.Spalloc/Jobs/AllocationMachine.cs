using System.Globalization;

namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>A machine that boards are lent of.</summary>
public sealed record AllocationMachine
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The tags by which it can be asked for.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Triads across.</summary>
    public required int Width { get; init; }

    /// <summary>Triads up.</summary>
    public required int Height { get; init; }

    /// <summary>Boards that are not lent.</summary>
    public IReadOnlyList<LogicalBoard> DeadBoards { get; init; } = [];

    /// <summary>Links between boards that do not work: a board and a direction, 0 to 5 from east counterclockwise.</summary>
    public IReadOnlyList<DeadBoardLink> DeadLinks { get; init; } = [];

    /// <summary>How many boards it has that are not dead.</summary>
    public int BoardCount => (3 * Width * Height) - DeadBoards.Count;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}: {Width} x {Height} triads, {BoardCount} boards");
}
