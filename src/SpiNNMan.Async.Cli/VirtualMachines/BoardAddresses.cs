using System.Globalization;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>Describes the addresses and ports that boards listen on.</summary>
internal static class BoardAddresses
{
    private const int MostTold = 24;

    /// <summary>Describes a board in one line.</summary>
    public static string Describe(VirtualBoard board) => string.Create(
        CultureInfo.InvariantCulture,
        $"board {board.Number} at {board.Location.X},{board.Location.Y}: commands {board.EndPoint}, boot {board.BootEndPoint}, BMP {board.Bmp?.EndPoint}");

    /// <summary>Describes each board of a machine in a line. If the machine has more than 24 boards, there is a line for each frame instead.</summary>
    public static IEnumerable<string> DescribeAll(VirtualMachine machine)
    {
        if (machine.Boards.Count <= MostTold)
            return machine.Boards.Select(Describe);

        return machine.Bmps.Select((bmp, frame) => string.Create(
            CultureInfo.InvariantCulture,
            $"frame {frame}: boards {bmp.Boards[0].Number} to {bmp.Boards[^1].Number}, commands {bmp.Boards[0].EndPoint} to {bmp.Boards[^1].EndPoint} (every eighth address), BMPs {bmp.Boards[0].Bmp?.EndPoint} to {bmp.Boards[^1].Bmp?.EndPoint}"));
    }
}
