using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Access;

/// <summary>Finds out, while much is asked of one core, that it does not answer though its board does; then nothing more is waited for.</summary>
internal sealed class CoreWatch(CoreLocation core, CancellationToken board) : IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(board);
    private int _successes;
    private SpinnakerException? _silence;

    /// <summary>Cancelled when it is not worth waiting any more.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>How much the core has done so far.</summary>
    public int Successes => Volatile.Read(ref _successes);

    /// <summary>Whether the core does not answer.</summary>
    public bool IsSilent => Volatile.Read(ref _silence) is not null;

    public void CountSuccess() => Interlocked.Increment(ref _successes);

    /// <summary>Something failed. If the core did nothing else meanwhile, and did not refuse it, it does not answer; other cores may say so for it.</summary>
    /// <param name="exception">The error.</param>
    /// <param name="successesBefore">How much the core had done when it was begun.</param>
    public void Count(SpinnakerException exception, int successesBefore)
    {
        bool isSilence = exception is SpinnakerTimeoutException or ScpResultException { IsTransient: true } && Successes == successesBefore;
        if (isSilence && Interlocked.CompareExchange(ref _silence, exception, null) is null)
            _stop.Cancel();
    }

    /// <summary>The error of a request that was not waited for.</summary>
    public SpinnakerException GiveUp()
    {
        SpinnakerException silence = Volatile.Read(ref _silence)!;
        return new SpinnakerTimeoutException($"{MachineFailure.NameOf(core)} was not asked, because it did not answer before: {silence.Message}", silence);
    }

    public void Dispose() => _stop.Dispose();
}
