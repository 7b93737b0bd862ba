namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>Chips that execute under the boards, from their boot ROMs on. Beside <see cref="IEngine"/>, which models what an image does after it has come.</summary>
internal interface IExecutedBoards : IDisposable
{
    /// <summary>Lets time pass for them.</summary>
    void Start();

    /// <summary>A board was given power.</summary>
    /// <param name="board">The board.</param>
    /// <param name="serialRom">What is in its serial ROM.</param>
    /// <returns>What runs on it from now on. It counts boards as the whole machine does.</returns>
    IBootedMachine PowerOn(VirtualBoard board, ReadOnlyMemory<byte> serialRom);

    /// <summary>What is in the serial ROM of a board, which its chips may have changed; empty if it has no power.</summary>
    ReadOnlyMemory<byte> SerialRomOf(int board);

    /// <summary>Sends the image that the machine starts with to the boot ROM of a board.</summary>
    void StartImage(VirtualBoard board);
}
