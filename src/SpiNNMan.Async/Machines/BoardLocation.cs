using System.Globalization;

namespace SpiNNMan.Async.Machines;

/// <summary>Where a board is in the racks, as board management processors count.</summary>
/// <param name="Cabinet">The cabinet.</param>
/// <param name="Frame">The frame in the cabinet.</param>
/// <param name="Board">The board in the frame, 0 to 23.</param>
/// <remarks>Protocol: bmp.md, "Boards".</remarks>
public readonly record struct BoardLocation(int Cabinet, int Frame, int Board)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Cabinet};{Frame}/{Board}");
}
