using System.Collections.Immutable;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Bmp;

namespace SpiNNMan.Async.Health;

/// <summary>Asks the BMPs of a machine what they measure, at most once a second. BMPs are no part of the boards that they manage, so this costs boards nothing.</summary>
internal sealed class BmpWatch(BmpController boards, TimeProvider time, TimeSpan interval)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    private long _due;
    private Task? _running;

    /// <summary>The last measurements.</summary>
    public ImmutableArray<BoardReading<AdcInfo>> Readings { get; private set; } = [];

    /// <summary>The failures of the last time.</summary>
    public IReadOnlyList<BoardFailure> Failures { get; private set; } = [];

    /// <summary>The addresses of the boards, as far as BMPs told them.</summary>
    public IReadOnlyList<BoardReading<BmpNetworkAddresses>>? Addresses { get; private set; }

    /// <summary>The reading that runs; <see langword="null"/> if none does.</summary>
    public Task? Running => _running;

    /// <summary>Begins to read, if that is due and nothing is being read.</summary>
    public void BeginIfDue(long now, CancellationToken cancellationToken)
    {
        if (_running is not null || now < _due)
            return;

        _due = now + (long)((interval > s_shortest ? interval : s_shortest).TotalSeconds * time.TimestampFrequency);
        _running = ReadAsync(cancellationToken);
    }

    /// <summary>Takes note that a reading has ended.</summary>
    public async Task EndIfDoneAsync()
    {
        if (_running is not { IsCompleted: true } done)
            return;

        _running = null;
        await done.ConfigureAwait(false);
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            Addresses ??= await TryReadAddressesAsync(cancellationToken).ConfigureAwait(false);
            Readings = [.. await boards.GetAdcAsync(cancellationToken).ConfigureAwait(false)];
            Failures = [];
        }
        catch (BoardOperationException<IReadOnlyList<BoardReading<AdcInfo>>> exception)
        {
            Readings = [.. exception.PartialResult];
            Failures = exception.Failures;
        }
        catch (BoardOperationException exception)
        {
            Readings = [];
            Failures = exception.Failures;
        }
        catch (SpinnakerConnectionException)
        {
            // The controller has no BMP any more.
            Readings = [];
        }
    }

    /// <summary>The addresses; none if some BMP does not tell them.</summary>
    private async Task<IReadOnlyList<BoardReading<BmpNetworkAddresses>>> TryReadAddressesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await boards.GetNetworkAddressesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SpinnakerException)
        {
            return [];
        }
    }
}
