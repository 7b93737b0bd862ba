using System.Net;
using SpiNNMan.Async.Connections;

namespace SpiNNMan.Async.SideBySide.Driving;

/// <summary>The connections of a job, one for each board.</summary>
internal sealed class Connections : IAsyncDisposable
{
    private const int BoardsPerSubnet = 250;
    private readonly List<Board> _boards = [];

    public IReadOnlyList<Board> Boards => _boards;

    public static async Task<Connections> OpenAsync(Job job)
    {
        var options = new ScampConnectionOptions { RunContinuationsAsynchronously = !job.Inline };
        if (job.Window > 0)
            options = options with { MaxWindow = job.Window };

        var connections = new Connections();
        for (int board = 0; board < job.Boards; board++)
        {
            if (board == job.Mute && job.SkipMute)
                continue;

            var endPoint = new IPEndPoint(AddressOf(board, job.Boards), job.Port);
            connections._boards.Add(new Board(board, await ScampConnection.ConnectAsync(endPoint, options), mute: board == job.Mute));
        }

        return connections;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Board board in _boards)
            await board.Scamp.DisposeAsync();
    }

    /// <summary>As <c>native/scp.h</c> has it: one board is at 127.0.0.1; of several, the first is at 127.0.1.1.</summary>
    private static IPAddress AddressOf(int board, int boards) => boards == 1
        ? IPAddress.Loopback
        : new IPAddress([127, 0, (byte)(1 + (board / BoardsPerSubnet)), (byte)(1 + (board % BoardsPerSubnet))]);
}
