using System.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.SideBySide.Driving;

/// <summary>Transfers, one after the other on each board, and all boards at once.</summary>
internal sealed class BulkWork : Work
{
    private readonly Job _job;
    private readonly Connections _connections;
    private long _start;

    public BulkWork(Job job, Connections connections)
    {
        _job = job;
        _connections = connections;
        foreach (Board board in connections.Boards)
            board.Block = GC.AllocateUninitializedArray<byte>(job.Transfer * Memory.PieceSize);
    }

    public override async Task RunAsync(long requests, CancellationToken cancellationToken)
    {
        Board[] counted = [.. _connections.Boards.Where(static board => !board.Mute)];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task mute = Task.WhenAll(_connections.Boards.Where(static board => board.Mute).Select(board => KeepAskingAsync(board, stop.Token)));
        _start = Stopwatch.GetTimestamp();
        await Task.WhenAll(counted.Select(board => ReadAsync(board, requests > 0 ? requests / counted.Length : long.MaxValue)));
        await stop.CancelAsync();
        await mute;
    }

    public override RunResult Complete(RunResult result) => result with
    {
        Requests = _connections.Boards.Sum(static board => board.Answered),
        Asked = _connections.Boards.Sum(static board => board.Asked),
        WrongWords = _connections.Boards.Sum(static board => board.WrongWords),
    };

    private async Task ReadAsync(Board board, long requests)
    {
        var chip = new ChipLocation(_job.ChipX, _job.ChipY);
        board.Answered = 0;
        while (board.Answered < requests && Stopwatch.GetElapsedTime(_start).TotalSeconds < _job.Seconds)
        {
            int pieces = (int)Math.Min(_job.Transfer, requests - board.Answered);
            Memory<byte> block = board.Block.AsMemory(0, pieces * Memory.PieceSize);
            uint address = Memory.AddressOf(board.NextPiece);
            await board.Scamp.ReadMemoryAsync(chip, address, block);
            board.WrongWords += Memory.Differences(block.Span, address, board.Index);
            board.NextPiece += _job.Transfer;
            board.Answered += pieces;
            board.Asked += pieces;
        }
    }

    private static async Task KeepAskingAsync(Board board, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await board.Scamp.ReadMemoryAsync(new ChipLocation(0, 0), Memory.AddressOf(0), board.Block, cancellationToken: cancellationToken);
            }
            catch (Exception exception) when (exception is SpinnakerTimeoutException or OperationCanceledException)
            {
                // It is mute.
            }
        }
    }
}
