using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Chips;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Access;

/// <summary>Asks a chip for its summary. Silence is an answer too: the caller decides how often each chip is asked.</summary>
internal readonly struct ChipProbe(ChipLocation chip) : IScpRequest<ChipSummaryInfo?>
{
    /// <summary>How many times the first timeout one attempt takes: three transmissions fit in.</summary>
    private const double TimeoutsOfAttempt = 2.5;

    private readonly GetChipInfo _request = new(chip);

    /// <summary>How long an attempt takes with these options.</summary>
    public static TimeSpan AttemptOf(ScpConnectionOptions settings)
    {
        TimeSpan attempt = settings.InitialTimeout * TimeoutsOfAttempt;
        return attempt < settings.GiveUpAfter ? attempt : settings.GiveUpAfter;
    }

    /// <summary>Asks a chip for a moment.</summary>
    /// <returns>The summary; <see langword="null"/> if the chip did not answer, or its answer makes no sense.</returns>
    public static async Task<ChipSummaryInfo?> TryAsync(ScampConnection connection, ChipLocation chip, TimeSpan most, CancellationToken cancellationToken)
    {
        using var attempt = new CancellationTokenSource(most, connection.Settings.TimeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(attempt.Token, cancellationToken);
        try
        {
            ChipSummaryInfo? summary = await connection.ExecuteAsync<ChipProbe, ChipSummaryInfo?>(new ChipProbe(chip), stop.Token).ConfigureAwait(false);
            return summary?.Chip == chip ? summary : null;
        }
        catch (OperationCanceledException) when (attempt.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (SpinnakerException exception) when (exception is not SpinnakerConnectionException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public ScpCommand Command => _request.Command;

    /// <inheritdoc/>
    public SdpEndpoint Destination => _request.Destination;

    /// <inheritdoc/>
    public ScpArguments Arguments => _request.Arguments;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result is ScpResult.Ok or ScpResult.P2PNoReply;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out ChipSummaryInfo? response, out PacketError error)
    {
        response = null;
        error = default;
        if (reply.Result == ScpResult.P2PNoReply)
            return true;

        if (!_request.TryParseResponse(reply, out ChipSummaryInfo summary, out error))
            return false;

        response = summary;
        return true;
    }
}
