
namespace SpiNNMan.Async.Access;

/// <summary>Who may use the one buffer of each chip that applications and routing tables pass through, and the one flood fill that a machine takes at a time.</summary>
/// <remarks>Loads of tables run at the same time, each on its own chip. An operation that fills the buffers of many chips runs alone.</remarks>
/// <param name="inline">Whether a caller that waited continues on the thread of the caller that leaves.</param>
internal sealed class SystemBuffers(bool inline)
{
    private const byte FillIdStep = 2;

    private readonly AsyncGate _alone = new(inline);
    private readonly AsyncGate _entry = new(inline);
    private readonly Lock _gate = new();
    private int _sharing;
    private byte _fillId;

    /// <summary>The number of the next flood fill, for callers that are alone. Monitors drop its lowest bit, and they have 0 before the first one.</summary>
    public byte NextFillId() => _fillId = (byte)(_fillId >= byte.MaxValue - FillIdStep ? FillIdStep : _fillId + FillIdStep);

    /// <summary>Waits until no other caller uses a buffer. Disposing of the result ends the use.</summary>
    public async ValueTask<IDisposable> EnterAloneAsync(CancellationToken cancellationToken)
    {
        await _alone.EnterAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(() => _alone.Leave());
    }

    /// <summary>Waits until no other caller is alone. Disposing of the result ends the use.</summary>
    public async ValueTask<IDisposable> EnterSharedAsync(CancellationToken cancellationToken)
    {
        await _entry.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!TryJoin())
            {
                await _alone.EnterAsync(cancellationToken).ConfigureAwait(false);
                lock (_gate)
                    _sharing = 1;
            }
        }
        finally
        {
            _entry.Leave();
        }

        return new Turn(Leave);
    }

    private bool TryJoin()
    {
        lock (_gate)
        {
            if (_sharing == 0)
                return false;

            _sharing++;
            return true;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_sharing == 0)
                _alone.Leave();
        }
    }

    private sealed class Turn(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
