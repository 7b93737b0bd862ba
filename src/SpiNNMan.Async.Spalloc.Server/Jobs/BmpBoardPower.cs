using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Spalloc.Server.Geometry;
using SpiNNMan.Async.Wire.Bmp;

namespace SpiNNMan.Async.Spalloc.Server.Jobs;

/// <summary>Switches the boards of a virtual machine in the way of real ones: by commands to the BMPs of its frames.</summary>
/// <remarks>Protocol: bmp.md.</remarks>
internal sealed class BmpBoardPower(VirtualMachine machine, BoardGrid grid) : IBoardPower
{
    /// <summary>How often boards are switched on whose FPGAs do not come up.</summary>
    private const int MostRounds = 3;

    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly BmpConnection?[] _frames = new BmpConnection?[machine.Bmps.Count];

    public bool IsOn(BoardCoordinates board) => machine.Boards[grid.NumberOf(board)].State != BoardState.Off;

    public Task SwitchOnAsync(IReadOnlyList<BoardCoordinates> boards, IReadOnlyList<(BoardCoordinates Board, int Link)> cutLinks, CancellationToken cancellationToken) =>
        ForEachFrameAsync(
            boards,
            async (connection, frame, set) =>
            {
                await PowerUpAsync(connection, set, cancellationToken).ConfigureAwait(false);
                foreach ((BoardCoordinates board, int link) in cutLinks.Where(cut => FrameOf(cut.Board) == frame))
                {
                    (int fpga, uint register) = StopRegister(link);
                    await connection.ExecuteAsync(new WriteFpgaRegister(fpga, register, 1, NumberInFrame(board)), cancellationToken).ConfigureAwait(false);
                }
            },
            cancellationToken);

    public Task SwitchOffAsync(IReadOnlyList<BoardCoordinates> boards, CancellationToken cancellationToken) =>
        ForEachFrameAsync(boards, async (connection, _, set) => await connection.PowerOffAsync(set, cancellationToken: cancellationToken).ConfigureAwait(false), cancellationToken);

    public async Task<bool> AreCutAsync(IReadOnlyList<(BoardCoordinates Board, int Link)> links, CancellationToken cancellationToken)
    {
        bool areCut = true;
        await ForEachFrameAsync(
            [.. links.Select(static link => link.Board).Distinct()],
            async (connection, frame, _) =>
            {
                foreach ((BoardCoordinates board, int link) in links.Where(one => FrameOf(one.Board) == frame))
                {
                    (int fpga, uint register) = StopRegister(link);
                    uint isStopped = await connection.ExecuteAsync(new ReadFpgaRegister(fpga, register, NumberInFrame(board)), cancellationToken).ConfigureAwait(false);
                    if ((isStopped & 1) == 0)
                        Volatile.Write(ref areCut, false);
                }
            },
            cancellationToken).ConfigureAwait(false);
        return areCut;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (BmpConnection? connection in _frames)
        {
            if (connection is not null)
                await connection.DisposeAsync().ConfigureAwait(false);
        }

        _connecting.Dispose();
    }

    private static async Task PowerUpAsync(BmpConnection connection, BoardSet boards, CancellationToken cancellationToken)
    {
        for (int round = 0; boards.Count > 0; round++)
        {
            if (round == MostRounds)
                throw new SpinnakerConnectionException($"The FPGAs of boards {boards} did not come up.");

            await connection.PowerOnAsync(boards, cancellationToken: cancellationToken).ConfigureAwait(false);
            var bad = new List<int>();
            foreach (int board in boards)
            {
                if (!await AreFpgasUpAsync(connection, board, cancellationToken).ConfigureAwait(false))
                    bad.Add(board);
            }

            boards = BoardSet.Create([.. bad]);
        }
    }

    /// <summary>The register that stops a link: the edges of a board, from east to south, are behind halves of its FPGAs.</summary>
    private static (int Fpga, uint Register) StopRegister(int link)
    {
        (int fpga, int bank) = link switch { 0 => (0, 0), 5 => (0, 1), 4 => (1, 0), 3 => (1, 1), 2 => (2, 0), _ => (2, 1) };
        return (fpga, FpgaRegisters.Stop(bank));
    }

    /// <summary>Whether each FPGA knows its number, as one does that has its program.</summary>
    private static async Task<bool> AreFpgasUpAsync(BmpConnection connection, int board, CancellationToken cancellationToken)
    {
        const uint number = 3;
        for (int fpga = 0; fpga < FpgaRegisters.FpgaCount; fpga++)
        {
            uint flags = await connection.ExecuteAsync(new ReadFpgaRegister(fpga, FpgaRegisters.Flags, board), cancellationToken).ConfigureAwait(false);
            if ((flags & number) != fpga)
                return false;
        }

        return true;
    }

    private async Task ForEachFrameAsync(IReadOnlyList<BoardCoordinates> boards, Func<BmpConnection, int, BoardSet, Task> act, CancellationToken cancellationToken) =>
        await Task.WhenAll(boards.GroupBy(FrameOf).Select(async group =>
        {
            try
            {
                BmpConnection connection = await ConnectAsync(group.Key, cancellationToken).ConfigureAwait(false);
                await act(connection, group.Key, BoardSet.Create([.. group.Select(NumberInFrame)])).ConfigureAwait(false);
            }
            catch (SpinnakerException exception)
            {
                throw new BoardPowerException(machine.Bmps[group.Key].EndPoint.Address, exception);
            }
        })).ConfigureAwait(false);

    private async Task<BmpConnection> ConnectAsync(int frame, CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _frames[frame] ??= await BmpConnection.ConnectAsync(
                machine.Bmps[frame].EndPoint,
                new BmpConnectionOptions
                {
                    Network = machine.Options.Network,
                    TimeProvider = machine.Options.TimeProvider,
                    RunContinuationsAsynchronously = ReferenceEquals(machine.Options.TimeProvider, TimeProvider.System),
                },
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private int FrameOf(BoardCoordinates board) => grid.NumberOf(board) / BoardSet.MaxBoards;

    private int NumberInFrame(BoardCoordinates board) => grid.NumberOf(board) % BoardSet.MaxBoards;
}
