using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Access;

/// <summary>Requests that must not be repeated blindly, if a second request can tell whether the board has done them.</summary>
internal static class UncertainRequests
{
    /// <summary>How often it is tried in all.</summary>
    public const int MaxTries = 5;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <summary>Sends a request once, and waits for the reply for one second only. The next request tells whether it was done, since boards answer in order.</summary>
    /// <returns>Whether there was an answer, and the answer.</returns>
    public static async Task<(bool IsAnswered, TResponse? Response)> TryAsync<TRequest, TResponse>(
        ScampConnection scamp, TRequest request, TimeProvider timeProvider, CancellationToken cancellationToken)
        where TRequest : struct, IScpRequest<TResponse>
    {
        using var patience = new CancellationTokenSource(s_patience, timeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return (true, await scamp.ExecuteAsync<TRequest, TResponse>(request, stop.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (false, default);
        }
        catch (OperationCanceledException exception)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (SpinnakerTimeoutException exception) when (exception.OutcomeUnknown)
        {
            return (false, default);
        }
    }

    /// <summary>The error after all tries.</summary>
    public static SpinnakerTimeoutException GiveUp(string what) =>
        new($"No reply to {what} after all tries. Is the board switched on and booted, and does the chip exist?") { Attempts = MaxTries, OutcomeUnknown = true };
}
