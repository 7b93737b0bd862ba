using System.Net;
using SpiNNMan.Async.Spalloc.Server.Geometry;
using SpiNNMan.Async.Spalloc.Server.Jobs;

namespace SpiNNMan.Async.Spalloc.Server.Tests.Support;

/// <summary>Boards that are not there: switching them takes as long as the test wants, and fails when it wants.</summary>
internal sealed class FakePower(TimeProvider time) : IBoardPower
{
    private readonly HashSet<BoardCoordinates> _on = [];
    private readonly HashSet<BoardCoordinates> _switching = [];

    /// <summary>How long it takes to switch boards.</summary>
    public Func<TimeSpan> Duration { get; set; } = static () => TimeSpan.Zero;

    /// <summary>Whether the next switching fails.</summary>
    public Func<bool> Fails { get; set; } = static () => false;

    /// <summary>The boards that are on.</summary>
    public IReadOnlySet<BoardCoordinates> Boards => _on;

    /// <summary>What was done, in its order.</summary>
    public List<string> Log { get; } = [];

    /// <summary>What went wrong: boards that were switched twice at the same time.</summary>
    public List<string> Faults { get; } = [];

    public async Task SwitchOnAsync(IReadOnlyList<BoardCoordinates> boards, IReadOnlyList<(BoardCoordinates Board, int Link)> cutLinks, CancellationToken cancellationToken)
    {
        await SwitchAsync("on", boards, cancellationToken).ConfigureAwait(false);
        _on.UnionWith(boards);
    }

    public async Task SwitchOffAsync(IReadOnlyList<BoardCoordinates> boards, CancellationToken cancellationToken)
    {
        await SwitchAsync("off", boards, cancellationToken).ConfigureAwait(false);
        _on.ExceptWith(boards);
    }

    public Task<bool> AreCutAsync(IReadOnlyList<(BoardCoordinates Board, int Link)> links, CancellationToken cancellationToken) => Task.FromResult(true);

    public bool IsOn(BoardCoordinates board) => _on.Contains(board);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task SwitchAsync(string what, IReadOnlyList<BoardCoordinates> boards, CancellationToken cancellationToken)
    {
        Log.Add($"{what} {string.Join(' ', boards)}");
        foreach (BoardCoordinates board in boards.Where(board => !_switching.Add(board)))
            Faults.Add($"{board} is switched twice at the same time");

        try
        {
            if (Duration() is var duration && duration > TimeSpan.Zero)
                await Task.Delay(duration, time, cancellationToken).ConfigureAwait(false);
            if (Fails())
                throw new BoardPowerException(IPAddress.Loopback);
        }
        finally
        {
            _switching.ExceptWith(boards);
        }
    }
}
