using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Access;

/// <summary>Finds out, while much is asked of one board, that the board is silent and not just a chip of it; then nothing more is waited for.</summary>
internal sealed class SilenceWatch : IDisposable
{
    /// <summary>How often it is looked whether anything comes, in the time that a connection is patient.</summary>
    private const int LooksWhilePatient = 4;

    private readonly ScampConnection _connection;
    private readonly CancellationTokenSource _stop;
    private readonly Lock _gate = new();
    private readonly ITimer _looking;
    private long _received;
    private long _since;
    private SpinnakerException? _silence;

    /// <param name="connection">The connection to the board.</param>
    /// <param name="cancellationTokens">Tokens that end the waiting too.</param>
    public SilenceWatch(ScampConnection connection, params CancellationToken[] cancellationTokens)
    {
        _connection = connection;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationTokens);
        _received = -1;
        TimeSpan interval = connection.Settings.GiveUpAfter / LooksWhilePatient;
        _looking = connection.Settings.TimeProvider.CreateTimer(static watch => ((SilenceWatch)watch!).Look(), this, TimeSpan.Zero, interval);
    }

    /// <summary>Cancelled when it is not worth waiting any more.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Whether the board is silent.</summary>
    public bool IsSilent => Volatile.Read(ref _silence) is not null;

    /// <summary>For how long nothing has come.</summary>
    public TimeSpan Quiet => Look();

    private TimeProvider Time => _connection.Settings.TimeProvider;

    /// <summary>Takes in a failure. If nothing at all came for most of the time that the request was tried, the board is silent. It need not be all of the time: replies to other
    /// requests may have come a little later.</summary>
    public void Count(SpinnakerException exception)
    {
        bool isSilence = exception is SpinnakerConnectionException || (exception is SpinnakerTimeoutException && Look() >= _connection.Settings.GiveUpAfter / 2);
        if (isSilence && Interlocked.CompareExchange(ref _silence, exception, null) is null)
            _stop.Cancel();
    }

    /// <summary>The error of a chip or core that was not waited for, since its board is silent.</summary>
    public SpinnakerException GiveUp(CoreLocation place)
    {
        SpinnakerException silence = Volatile.Read(ref _silence)!;
        string message = $"{MachineFailure.NameOf(place)} was given up with its board: {silence.Message}";
        return silence is SpinnakerTimeoutException timeout
            ? new SpinnakerTimeoutException(message, timeout) { Elapsed = timeout.Elapsed, OutcomeUnknown = timeout.OutcomeUnknown }
            : new SpinnakerConnectionException(message, silence);
    }

    public void Dispose()
    {
        _looking.Dispose();
        _stop.Dispose();
    }

    /// <summary>Looks whether anything came since the last look.</summary>
    /// <returns>For how long nothing has, as far as has been looked: in truth it may be longer.</returns>
    private TimeSpan Look()
    {
        lock (_gate)
        {
            long received = _connection.Statistics.DatagramsReceived;
            if (received != _received)
            {
                _received = received;
                _since = Time.GetTimestamp();
            }

            return Time.GetElapsedTime(_since);
        }
    }
}
