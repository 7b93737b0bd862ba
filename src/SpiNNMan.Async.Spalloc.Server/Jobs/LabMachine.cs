using System.Net;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Server.Allocation;
using SpiNNMan.Async.Spalloc.Server.Geometry;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Spalloc.Server.Jobs;

/// <summary>A machine whose boards are handed out: where its boards are, and how to reach and to switch them.</summary>
/// <param name="boards">Its boards, and who has them.</param>
/// <param name="power">The switch of their power.</param>
/// <param name="network">The network that they are on.</param>
/// <param name="findEndPoint">Where the UDP port of a board is.</param>
internal sealed class LabMachine(MachineBoards boards, IBoardPower power, IDatagramNetwork network, Func<BoardCoordinates, int, IPEndPoint?> findEndPoint)
{
    private const int FramesPerCabinet = 5;
    private const int BoardsPerFrame = BoardSet.MaxBoards;

    /// <summary>The port of boards for commands, which each board has.</summary>
    public const int CommandPort = 17893;

    public string Name => boards.Name;

    public MachineBoards Boards => boards;

    public BoardGrid Grid => boards.Grid;

    public IBoardPower Power => power;

    public IDatagramNetwork Network => network;

    /// <summary>Whether there is a board, working or not.</summary>
    public bool Has(BoardCoordinates board) => Grid.Has(board) && findEndPoint(board, CommandPort) is not null;

    /// <summary>The address of a board.</summary>
    public IPAddress AddressOf(BoardCoordinates board) => findEndPoint(board, CommandPort)!.Address;

    /// <summary>Where datagrams for a UDP port of a board are to be sent to.</summary>
    public IPEndPoint EndPointOf(BoardCoordinates board, int port) => findEndPoint(board, port)!;

    /// <summary>The board with an address; <see langword="null"/> if there is none.</summary>
    public BoardCoordinates? WithAddress(string address) => IPAddress.TryParse(address, out IPAddress? parsed)
        ? Grid.Places.Where(Has).Where(board => AddressOf(board).Equals(parsed)).Cast<BoardCoordinates?>().FirstOrDefault()
        : null;

    /// <summary>Where a board is in the racks: frames of 24 boards are filled one after the other, and cabinets of five frames.</summary>
    public BoardLocation PositionOf(BoardCoordinates board)
    {
        (int frame, int number) = Math.DivRem(Grid.NumberOf(board), BoardsPerFrame);
        return new BoardLocation(frame / FramesPerCabinet, frame % FramesPerCabinet, number);
    }

    /// <summary>The board at a place of the racks; <see langword="null"/> if there is none.</summary>
    public BoardCoordinates? At(BoardLocation position)
    {
        if (position.Cabinet < 0 || position.Frame is < 0 or >= FramesPerCabinet || position.Board is < 0 or >= BoardsPerFrame)
            return null;

        long number = ((((long)position.Cabinet * FramesPerCabinet) + position.Frame) * BoardsPerFrame) + position.Board;
        return number < Grid.Count && Grid.PlaceOf((int)number) is var board && Has(board) ? board : null;
    }
}
