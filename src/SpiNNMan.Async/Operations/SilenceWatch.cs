using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;

namespace SpiNNMan.Async.Operations;

/// <summary>Finds out, while much is asked of one board, that the board is silent and not just a chip of it; then nothing more is waited for.</summary>
internal sealed class SilenceWatch : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private int _successes;
    private SpinnakerException? _silence;

    /// <param name="cancellationTokens">What else ends the waiting.</param>
    public SilenceWatch(params CancellationToken[] cancellationTokens) => _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationTokens);

    /// <summary>Cancelled when it is not worth waiting any more.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>How much has been answered.</summary>
    public int Successes => Volatile.Read(ref _successes);

    /// <summary>Whether the board is silent.</summary>
    public bool IsSilent => Volatile.Read(ref _silence) is not null;

    public void CountSuccess() => Interlocked.Increment(ref _successes);

    /// <summary>Nothing at all was answered while one thing was tried until its time was up: then the board is silent.</summary>
    /// <param name="exception">What it failed with.</param>
    /// <param name="successesBefore">How much had been answered when it was begun.</param>
    public void CountFailure(SpinnakerException exception, int successesBefore)
    {
        if ((exception is SpinnakerConnectionException || (exception is SpinnakerTimeoutException && Successes == successesBefore))
            && Interlocked.CompareExchange(ref _silence, exception, null) is null)
        {
            _stop.Cancel();
        }
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

    public void Dispose() => _stop.Dispose();
}
