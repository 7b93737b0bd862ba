using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Geometry;

/// <summary>Finds the boards that are connected, and the numbers of their chips when one of them is booted.</summary>
/// <param name="whole">The machine.</param>
/// <param name="takesPart">Whether a board can be booted, by its number.</param>
internal sealed class MachinePart(MachineLayout whole, Func<int, bool> takesPart)
{
    /// <summary>The boards that are connected to one board, including that board.</summary>
    /// <param name="root">The board that is booted.</param>
    /// <param name="numbers">The numbers, in the whole machine, of the boards of the part.</param>
    public MachineLayout ConnectedTo(int root, out int[] numbers)
    {
        Dictionary<int, (int X, int Y)> corners = Spread(root);
        numbers = [.. corners.Keys.Order()];
        ChipLocation origin = whole.Ethernets[root];
        if (numbers.Length == whole.Ethernets.Count && (!whole.Wraps || origin == default))
            return whole;

        int left = corners.Values.Min(corner => corner.X);
        int bottom = corners.Values.Min(corner => corner.Y);
        int width = corners.Max(corner => corner.Value.X + whole.Kind.Chips.Max(chip => chip.X)) - left + 1;
        int height = corners.Max(corner => corner.Value.Y + whole.Kind.Chips.Max(chip => chip.Y)) - bottom + 1;

        // A part that goes round the machine is numbered from the booted board. Any other part is numbered from its own corner.
        return whole.Wraps && (width > whole.Width || height > whole.Height)
            ? whole.Part([.. numbers.Select(number => (number, Shift(whole.Ethernets[number], origin)))], whole.Width, whole.Height, wraps: true)
            : whole.Part([.. numbers.Select(number => (number, new ChipLocation((byte)(corners[number].X - left), (byte)(corners[number].Y - bottom))))], width, height, wraps: false);
    }

    private ChipLocation Shift(ChipLocation place, ChipLocation origin) =>
        new((byte)((place.X - origin.X + whole.Width) % whole.Width), (byte)((place.Y - origin.Y + whole.Height) % whole.Height));

    /// <summary>The places of the boards relative to the first, on a plane without wrap-around.</summary>
    private Dictionary<int, (int X, int Y)> Spread(int root)
    {
        var corners = new Dictionary<int, (int X, int Y)> { [root] = (0, 0) };
        var pending = new Queue<int>([root]);
        while (pending.TryDequeue(out int board))
        {
            foreach (ChipLocation chip in whole.ChipsOf(board))
            {
                for (int link = 0; link < Link.Count; link++)
                {
                    if (whole.Neighbour(chip, link) is not { } other || whole.BoardOf(other) is var next && (corners.ContainsKey(next) || !takesPart(next)))
                        continue;

                    (ChipLocation here, ChipLocation there) = (whole.LocalOf(chip), whole.LocalOf(other));
                    (int x, int y) = Link.Direction(link);
                    corners.Add(next, (corners[board].X + here.X + x - there.X, corners[board].Y + here.Y + y - there.Y));
                    pending.Enqueue(next);
                }
            }
        }

        return corners;
    }
}
