using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;

namespace SpiNNMan.Async.Access;

/// <summary>Finds out, while much is asked of one board, that requests without replies have taken all places, so that everything else waits behind them.</summary>
internal sealed class StandstillWatch : IDisposable
{
    /// <summary>How often it is looked in the time that a standstill takes to be one.</summary>
    private const int LooksInAMoment = 4;

    private readonly ScampConnection _connection;
    private readonly Func<bool> _hasMore;
    private readonly CancellationTokenSource _stop;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.None);
    private readonly Lock _gate = new();
    private readonly TimeSpan _moment;
    private readonly ITimer _looking;
    private long _answered;
    private long _since;
    private bool _isStanding;
    private bool _isStopping;
    private bool _isDisposed;

    /// <param name="connection">The connection to the board.</param>
    /// <param name="hasMore">Whether there is work that was not begun.</param>
    /// <param name="board">Cancelled when the whole board is not worth waiting for.</param>
    public StandstillWatch(ScampConnection connection, Func<bool> hasMore, CancellationToken board)
    {
        _connection = connection;
        _hasMore = hasMore;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(board);
        _moment = ChipProbe.AttemptOf(connection.Settings);
        _answered = connection.Statistics.Answered;
        _since = Time.GetTimestamp();
        TimeSpan interval = _moment / LooksInAMoment;
        _looking = Time.CreateTimer(static watch => ((StandstillWatch)watch!).Look(), this, interval, interval);
    }

    /// <summary>Cancelled at a standstill.</summary>
    public CancellationToken Token => _stop.Token;

    private TimeProvider Time => _connection.Settings.TimeProvider;

    /// <summary>Waits for a standstill, or until there is nothing to watch any more.</summary>
    /// <returns>Whether it was a standstill.</returns>
    public async Task<bool> WaitAsync()
    {
        await _over.Task.ConfigureAwait(false);
        lock (_gate)
            return _isStanding;
    }

    /// <summary>There is nothing to watch any more.</summary>
    public void Finish()
    {
        _looking.Dispose();
        _over.TrySetResult();
    }

    public void Dispose()
    {
        Finish();
        lock (_gate)
        {
            _isDisposed = true;
            if (_isStopping)
                return;
        }

        _stop.Dispose();
    }

    private void Look()
    {
        lock (_gate)
        {
            if (_isStanding || _isDisposed || !IsTooLong())
                return;

            _isStanding = _isStopping = true;
        }

        // Not under the lock: what waits goes on here. What was not begun is taken first, before what was begun makes room for it.
        Finish();
        _stop.Cancel();
        lock (_gate)
        {
            _isStopping = false;
            if (!_isDisposed)
                return;
        }

        _stop.Dispose();
    }

    /// <summary>Whether nothing has been answered for a moment, although something waits.</summary>
    private bool IsTooLong()
    {
        ConnectionStatistics now = _connection.Statistics;
        bool isAnyoneWaiting = now.InFlight > 0 && (_hasMore() || (now.Queued > 0 && now.InFlight >= now.Window));
        if (now.Answered == _answered && isAnyoneWaiting)
            return Time.GetElapsedTime(_since) >= _moment;

        _answered = now.Answered;
        _since = Time.GetTimestamp();
        return false;
    }
}
