using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Boards;

public partial class BmpController
{
    /// <summary>A rail of 1.8 V that is on shows more than this.</summary>
    private const double LeastVolts = 0.9;

    /// <summary>How often boards get the order to switch, if its answer is lost and they did not switch.</summary>
    private const int PowerTries = 3;

    private long _switchedOff;

    /// <summary>Switches the boards on, all frames at once, and waits until they can be booted. Boards that are on already are switched off and on again.</summary>
    /// <remarks>
    /// Boards that this controller switched off stay off for the options' minimum first. An order whose answer is lost is not repeated blindly:
    /// the voltages tell whether it was carried out. Protocol: bmp.md, "Power".
    /// </remarks>
    /// <param name="cancellationToken">Ends the waiting. Boards that have got the order switch nevertheless.</param>
    /// <exception cref="BoardOperationException">It failed for some frames; the others are on.</exception>
    public virtual async Task PowerOnAsync(CancellationToken cancellationToken = default) =>
        BmpFrames.ThrowIfAny("switching on", await TryPowerOnAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Switches the boards off, all frames at once. Their memory is lost.</summary>
    /// <param name="cancellationToken">Ends the waiting. Boards that have got the order switch nevertheless.</param>
    /// <exception cref="BoardOperationException">It failed for some frames; the others are off.</exception>
    public virtual async Task PowerOffAsync(CancellationToken cancellationToken = default) =>
        BmpFrames.ThrowIfAny("switching off", await TryPowerOffAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Switches the boards off and, after the options' minimum, on again.</summary>
    /// <param name="cancellationToken">Ends the waiting; the boards may stay off.</param>
    /// <exception cref="BoardOperationException">It failed for some frames; the others were off, and are on again.</exception>
    public virtual async Task PowerCycleAsync(CancellationToken cancellationToken = default)
    {
        IReadOnlyList<BoardFailure> off = await TryPowerOffAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<BoardFailure> on = await TryPowerOnAsync(cancellationToken).ConfigureAwait(false);

        // A frame that fails at both is named once.
        BmpFrames.ThrowIfAny(off.Count > 0 ? "switching off" : "switching on", [.. off, .. on.ExceptBy(off.Select(static failure => failure.Board), static failure => failure.Board)]);
    }

    /// <summary>Says whether each board has power. The voltages tell it.</summary>
    /// <inheritdoc cref="GetVersionsAsync"/>
    public virtual Task<IReadOnlyList<BoardReading<bool>>> GetPowerAsync(CancellationToken cancellationToken = default) =>
        _frames.ReadAsync<ReadAdc, AdcInfo, bool>("reading voltages", static board => new ReadAdc(board), IsOn, cancellationToken);

    private async Task<IReadOnlyList<BoardFailure>> TryPowerOnAsync(CancellationToken cancellationToken)
    {
        _frames.ThrowIfUnusable();
        await WaitUntilDrainedAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<BoardFailure> failures = await SwitchAllAsync(PowerCommand.PowerOn, cancellationToken).ConfigureAwait(false);
        if (failures.Count < _frames.All.Count)
            await Pause.ForAsync(_options.AfterPowerOn, Time, cancellationToken).ConfigureAwait(false);

        return failures;
    }

    private async Task<IReadOnlyList<BoardFailure>> TryPowerOffAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await SwitchAllAsync(PowerCommand.PowerOff, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Never 0, which means that they were not switched off.
            Volatile.Write(ref _switchedOff, Math.Max(1, Time.GetTimestamp()));
        }
    }

    private static bool IsOn(AdcInfo sensors) => sensors.Voltage18 > LeastVolts;

    private Task WaitUntilDrainedAsync(CancellationToken cancellationToken)
    {
        long since = Volatile.Read(ref _switchedOff);
        TimeSpan rest = since == 0 ? TimeSpan.Zero : _options.MinimumOffTime - Time.GetElapsedTime(since);
        if (rest <= TimeSpan.Zero)
            return Task.CompletedTask;

        PowerLog.WaitingForRest(_logger, rest);
        return Pause.ForAsync(rest, Time, cancellationToken);
    }

    private async Task<IReadOnlyList<BoardFailure>> SwitchAllAsync(PowerCommand command, CancellationToken cancellationToken)
    {
        long start = Time.GetTimestamp();
        int boards = _frames.All.Sum(static frame => frame.Data.Boards.Count);
        PowerLog.Switching(_logger, boards, command);
        IReadOnlyList<BoardFailure> failures = await _frames.TryEachAsync(frame => SwitchAsync(frame, command, cancellationToken), cancellationToken).ConfigureAwait(false);
        foreach (BoardFailure failure in failures)
            PowerLog.SwitchingFailed(_logger, failure.Board, command, failure.Error.Message);

        if (failures.Count == 0)
            PowerLog.Switched(_logger, boards, command, Time.GetElapsedTime(start));

        return failures;
    }

    private async Task SwitchAsync(BmpConnection frame, PowerCommand command, CancellationToken cancellationToken)
    {
        var request = new SetPower(command, frame.Boards, _options.PowerDelay);
        for (int tries = 1; ; tries++)
        {
            try
            {
                long ordered = Time.GetTimestamp();
                await frame.ExecuteAsync<SetPower, Acknowledgement>(request, cancellationToken).ConfigureAwait(false);
                await WaitForLastAsync(request.LastStart, ordered, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (SpinnakerTimeoutException) when (tries < PowerTries)
            {
                // The order or its answer is lost. The state of the boards tells which.
                PowerLog.OrderUnanswered(_logger, frame.ToString()!, command);
                if (await AreAllAsync(frame, command == PowerCommand.PowerOn, cancellationToken).ConfigureAwait(false))
                    return;
            }
        }
    }

    private async Task ResetFrameAsync(BmpConnection frame, BmpReset request, CancellationToken cancellationToken)
    {
        long ordered = Time.GetTimestamp();
        await frame.ExecuteAsync<BmpReset, Acknowledgement>(request, cancellationToken).ConfigureAwait(false);
        await WaitForLastAsync(request.LastStart, ordered, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until the last board has its turn: the reply may come when the board that was asked has switched.</summary>
    private Task WaitForLastAsync(TimeSpan lastStart, long ordered, CancellationToken cancellationToken) =>
        lastStart - Time.GetElapsedTime(ordered) is var rest && rest > TimeSpan.Zero ? Pause.ForAsync(rest, Time, cancellationToken) : Task.CompletedTask;

    private static async Task<bool> AreAllAsync(BmpConnection frame, bool on, CancellationToken cancellationToken)
    {
        foreach (int board in frame.Boards)
        {
            AdcInfo sensors = await frame.ExecuteAsync<ReadAdc, AdcInfo>(new ReadAdc(board), cancellationToken).ConfigureAwait(false);
            if (IsOn(sensors) != on)
                return false;
        }

        return true;
    }
}
