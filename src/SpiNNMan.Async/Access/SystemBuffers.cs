
namespace SpiNNMan.Async.Access;

/// <summary>Who may use the one buffer of each chip that applications and routing tables pass through, and the one flood fill that a machine takes at a time.</summary>
/// <remarks>Loads of tables, each to a chip of its own, go side by side; whatever fills the buffers of many chips is alone.</remarks>
/// <param name="inline">Whether who waited goes on on the thread of who leaves.</param>
internal sealed class SystemBuffers(bool inline)
{
    private const byte FillIdStep = 2;

    private readonly AsyncGate _alone = new(inline);
    private readonly AsyncGate _entry = new(inline);
    private readonly Lock _gate = new();
    private int _sharing;
    private byte _fillId;

    /// <summary>The number of the next flood fill; only for those who are alone. Monitors drop its lowest bit, and 0 is what they have before the first one.</summary>
    public byte NextFillId() => _fillId = (byte)(_fillId >= byte.MaxValue - FillIdStep ? FillIdStep : _fillId + FillIdStep);

    /// <summary>Waits until nobody else uses any buffer; disposing of what is returned ends that.</summary>
    public async ValueTask<IDisposable> EnterAloneAsync(CancellationToken cancellationToken)
    {
        await _alone.EnterAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(() => _alone.Leave());
    }

    /// <summary>Waits until nobody is alone; disposing of what is returned ends the use.</summary>
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
