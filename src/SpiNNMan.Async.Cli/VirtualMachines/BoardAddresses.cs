using System.Globalization;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>Says where boards listen.</summary>
internal static class BoardAddresses
{
    private const int MostTold = 24;

    /// <summary>One line for a board.</summary>
    public static string Describe(VirtualBoard board) => string.Create(
        CultureInfo.InvariantCulture,
        $"board {board.Number} at {board.Location.X},{board.Location.Y}: commands {board.EndPoint}, boot {board.BootEndPoint}, BMP {board.Bmp?.EndPoint}");

    /// <summary>A line for each board of a machine that has some, or for each frame of one that has many.</summary>
    public static IEnumerable<string> DescribeAll(VirtualMachine machine)
    {
        if (machine.Boards.Count <= MostTold)
            return machine.Boards.Select(Describe);

        return machine.Bmps.Select((bmp, frame) => string.Create(
            CultureInfo.InvariantCulture,
            $"frame {frame}: boards {bmp.Boards[0].Number} to {bmp.Boards[^1].Number}, commands {bmp.Boards[0].EndPoint} to {bmp.Boards[^1].EndPoint} (every eighth address), BMPs {bmp.Boards[0].Bmp?.EndPoint} to {bmp.Boards[^1].Bmp?.EndPoint}"));
    }
}
