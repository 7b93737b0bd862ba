using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Multiplexing.Transfers;

namespace SpiNNMan.Async.Access;

/// <summary>Does one thing to many items of one board.</summary>
/// <remarks>
/// Dead chips can take all places of the board. At such a standstill, items that may be begun again are cancelled. Nothing more is begun on a chip before the chip has answered a short question.
/// All silent chips are asked in turn and given up together, while everything is done to those that answer.
/// </remarks>
internal sealed class FanOutOfBoard : IDisposable
{
    /// <summary>How many items are done at a time. The window of the board bounds their requests.</summary>
    private const int ItemsAtOnce = 32;

    private readonly MachineConnections _connections;
    private readonly ScampConnection _connection;
    private readonly BoardWork _work;
    private readonly SilenceWatch _board;
    private readonly StandstillWatch? _standstill;
    private readonly CoreWatches _cores;
    private readonly ReturnWatch? _back;
    private readonly int[] _items;
    private readonly bool[] _begun;
    private readonly Lock _gate = new();
    private readonly CancellationToken _cancellationToken;
    private readonly Lazy<DoubtfulChips> _doubtful;
    private readonly Lazy<CoreWatches> _coresAfter;
    private readonly AsyncGate _placesAfter;
    private int _left;
    private bool _beginsNoMore;

    public FanOutOfBoard(MachineConnections connections, ScampConnection connection, BoardWork work, CancellationToken cancellationToken, CancellationToken deadline)
    {
        _connections = connections;
        _connection = connection;
        _work = work;
        _cancellationToken = cancellationToken;
        _begun = new bool[work.Items.Length];
        _left = work.Items.Length;
        _board = new SilenceWatch(connection, cancellationToken, deadline);
        _standstill = _left > 1 ? new StandstillWatch(connection, () => Volatile.Read(ref _left) > 0, _board.Token) : null;
        _cores = new CoreWatches(work.Items.Select(work.PlaceOf), BeforeStandstill);
        _back = ReturnWatch.Of(connections, connection, work.Items.Select(item => work.PlaceOf(item).Chip), _board.Token);

        // Nothing waits for chips that were silent before.
        _items = _back is null ? work.Items : [.. work.Items.OrderBy(item => _back.Doubts(work.PlaceOf(item).Chip))];
        _doubtful = new Lazy<DoubtfulChips>(() => new DoubtfulChips(_connection, _board));
        _coresAfter = new Lazy<CoreWatches>(() => new CoreWatches(_work.Items.Select(_work.PlaceOf), _board.Token));
        _placesAfter = new AsyncGate(connections.CompletesInline, ItemsAtOnce);
    }

    /// <summary>Cancelled when what was begun is not worth waiting for any more.</summary>
    private CancellationToken BeforeStandstill => _work.IsRepeatable && _standstill is not null ? _standstill.Token : _board.Token;

    public async Task RunAsync()
    {
        try
        {
            await Task.WhenAll(BeginAllAsync(), DoRestAsync()).ConfigureAwait(false);
        }
        finally
        {
            if (_doubtful.IsValueCreated)
                await _doubtful.Value.FinishAsync().ConfigureAwait(false);
        }

        if (_back is not null)
            await _back.FinishAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        _standstill?.Dispose();
        _cores.Dispose();
        if (_coresAfter.IsValueCreated)
            _coresAfter.Value.Dispose();

        _board.Dispose();
    }

    private async Task BeginAllAsync()
    {
        try
        {
            await BoundedFanOut.RunAsync(_items.Length, ItemsAtOnce, BeginAsync, _cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _standstill?.Finish();
        }

        async Task BeginAsync(int number, CancellationToken stop)
        {
            lock (_gate)
            {
                if (_beginsNoMore)
                    return;

                _begun[number] = true;
                _left--;
            }

            if (!await TryAsync(_items[number], isAfter: false).ConfigureAwait(false))
                await TryAsync(_items[number], isAfter: true).ConfigureAwait(false);

            _work.End();
        }
    }

    /// <summary>After a standstill, does what was not begun before.</summary>
    private async Task DoRestAsync()
    {
        if (_standstill is null || !await _standstill.WaitAsync().ConfigureAwait(false))
            return;

        int[] rest;
        lock (_gate)
        {
            _beginsNoMore = true;
            rest = [.. _items.Where((_, number) => !_begun[number])];
        }

        await BoundedFanOut.RunAsync(rest.Length, (number, _) => DoAsync(rest[number]), _cancellationToken).ConfigureAwait(false);

        async Task DoAsync(int item)
        {
            await TryAsync(item, isAfter: true).ConfigureAwait(false);
            _work.End();
        }
    }

    /// <returns>Whether it is done, or has failed. If not, it was cancelled by a standstill.</returns>
    private async Task<bool> TryAsync(int item, bool isAfter)
    {
        CoreLocation place = _work.PlaceOf(item);
        CoreWatch? core = (isAfter ? _coresAfter.Value : _cores).Of(place);
        int before = core?.Successes ?? 0;
        CancellationToken stop = core?.Token ?? (isAfter ? _board.Token : BeforeStandstill);
        try
        {
            stop.ThrowIfCancellationRequested();
            if (_back is not null)
                await _back.WaitForAsync(place.Chip).ConfigureAwait(false);

            if (isAfter)
                await ActAfterStandstillAsync(item, place.Chip, stop).ConfigureAwait(false);
            else
                await _work.Act(item, stop).ConfigureAwait(false);

            core?.CountSuccess();
            _connections.Silent.NoteSuccess(place.Chip);
        }
        catch (OperationCanceledException) when (!_cancellationToken.IsCancellationRequested && (stop.IsCancellationRequested || _board.Token.IsCancellationRequested))
        {
            bool isCoreSilent = core?.IsSilent == true;
            if (!isAfter && !isCoreSilent && !_board.Token.IsCancellationRequested)
                return false;

            // It would have waited as long as the items before it did, one after the other.
            if (_board.IsSilent)
                _connections.Silent.Note(place.Chip, answered: false);

            _work.Fail(item, _board.IsSilent ? _board.GiveUp(place) : isCoreSilent ? core!.GiveUp() : OutOfTime(place));
        }
        catch (SpinnakerException exception) when (exception is not CallbackException)
        {
            _work.Fail(item, exception);
            _connections.Silent.NoteFailure(place.Chip, exception);
            _board.Count(exception);
            core?.Count(exception, before);
        }

        return true;
    }

    private async Task ActAfterStandstillAsync(int item, ChipLocation chip, CancellationToken stop)
    {
        // A chip that was silent before has just been asked.
        if (_back?.Doubts(chip) != true)
            await _doubtful.Value.WaitForAsync(chip).ConfigureAwait(false);

        await _placesAfter.EnterAsync(stop).ConfigureAwait(false);
        try
        {
            await _work.Act(item, stop).ConfigureAwait(false);
        }
        finally
        {
            _placesAfter.Leave();
        }
    }

    private static SpinnakerTimeoutException OutOfTime(CoreLocation place) => new($"{MachineFailure.NameOf(place)} had not answered when the time was up.");
}
