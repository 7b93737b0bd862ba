namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>Chips that execute under the boards, from their boot ROMs on. The alternative is <see cref="IEngine"/>, which models the work of an image after it has come.</summary>
internal interface IExecutedBoards : IDisposable
{
    /// <summary>Starts the time of the chips.</summary>
    void Start();

    /// <summary>Gives power to a board.</summary>
    /// <param name="board">The board.</param>
    /// <param name="serialRom">The contents of its serial ROM.</param>
    /// <returns>The software on the board from now on. It numbers boards as the whole machine does.</returns>
    IBootedMachine PowerOn(VirtualBoard board, ReadOnlyMemory<byte> serialRom);

    /// <summary>The contents of the serial ROM of a board, which its chips may have changed. Empty if the board has no power.</summary>
    ReadOnlyMemory<byte> SerialRomOf(int board);

    /// <summary>Sends the image that the machine starts with to the boot ROM of a board.</summary>
    void StartImage(VirtualBoard board);
}
