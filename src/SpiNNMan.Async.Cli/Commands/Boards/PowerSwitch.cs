using SpiNNMan.Async.Access;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Commands.Boards;

/// <summary>Switches boards, and says meanwhile what it waits for. If it is stopped, it says in which state the boards are.</summary>
/// <param name="terminal">Where it is said.</param>
/// <param name="boards">The boards. The controller must not wait by itself after switching.</param>
/// <param name="offTime">How long boards stay off before they are switched on again.</param>
/// <param name="rest">How long boards are left alone after they were switched on.</param>
internal sealed class PowerSwitch(Terminal terminal, BmpController boards, TimeSpan offTime, TimeSpan rest)
{
    private readonly string _count = Quantities.Count(boards.Boards.Count(), "board");
    private string _order = "";

    /// <summary>Switches the boards on.</summary>
    /// <returns>The error of frames that could not be switched; <see langword="null"/> if all could.</returns>
    public Task<BoardOperationException?> OnAsync(CancellationToken cancellationToken) => RunAsync(TryOnAsync, cancellationToken);

    /// <summary>Switches the boards off.</summary>
    /// <inheritdoc cref="OnAsync"/>
    public Task<BoardOperationException?> OffAsync(CancellationToken cancellationToken) => RunAsync(TryOffAsync, cancellationToken);

    /// <summary>Switches the boards off and, when they have been off long enough, on again.</summary>
    /// <inheritdoc cref="OnAsync"/>
    public Task<BoardOperationException?> CycleAsync(CancellationToken cancellationToken) => RunAsync(TryCycleAsync, cancellationToken);

    private async Task<BoardOperationException?> RunAsync(Func<CancellationToken, Task<BoardOperationException?>> act, CancellationToken cancellationToken)
    {
        try
        {
            return await act(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await TellStateAsync();
            throw;
        }
    }

    private async Task<BoardOperationException?> TryCycleAsync(CancellationToken cancellationToken)
    {
        BoardOperationException? off = await TryOffAsync(cancellationToken);
        await PauseAsync($"{_count} off; they stay off for {Quantities.Time(offTime)}", offTime, cancellationToken);
        BoardOperationException? on = await TryOnAsync(cancellationToken);
        if (off is null || on is null)
            return off ?? on;

        // A frame that fails at both is named once.
        return new BoardOperationException(off.Operation, [.. off.Failures, .. on.Failures.ExceptBy(off.Failures.Select(static failure => failure.Board), static failure => failure.Board)]);
    }

    private async Task<BoardOperationException?> TryOffAsync(CancellationToken cancellationToken)
    {
        _order = "off";
        using WaitNotice notice = terminal.WaitFor($"Switching {_count} off");
        return await TryAsync(boards.PowerOffAsync(cancellationToken));
    }

    private async Task<BoardOperationException?> TryOnAsync(CancellationToken cancellationToken)
    {
        BoardOperationException? failure;
        _order = "on";
        using (terminal.WaitFor($"Switching {_count} on"))
            failure = await TryAsync(boards.PowerOnAsync(cancellationToken));

        // If no board was switched on, there is none to be left alone.
        if (failure is null || failure.Failures.Count < boards.Frames.Count + boards.Unreachable.Count)
            await PauseAsync($"{_count} on; they are left alone for {Quantities.Time(rest)}", rest, cancellationToken);

        return failure;
    }

    private async Task PauseAsync(string what, TimeSpan time, CancellationToken cancellationToken)
    {
        if (time >= terminal.Patience)
            await terminal.Error.WriteLineAsync($"{what}.");

        if (time > TimeSpan.Zero)
            await Task.Delay(time, terminal.TimeProvider, cancellationToken);
    }

    private static async Task<BoardOperationException?> TryAsync(Task switching)
    {
        try
        {
            await switching;
            return null;
        }
        catch (BoardOperationException exception)
        {
            return exception;
        }
    }

    /// <summary>Says in which state the boards are left. The time for that is the time for cleaning up.</summary>
    private async Task TellStateAsync()
    {
        using var limit = new CancellationTokenSource(terminal.CleanUpTimeout, terminal.TimeProvider);
        IReadOnlyList<BoardReading<bool>> known = [];
        try
        {
            known = (await PartialResult.FromAsync(boards.GetPowerAsync(limit.Token))).Value;
        }
        catch (Exception exception) when (exception is OperationCanceledException or SpinnakerException)
        {
            // States that are not known are said to be unknown.
        }

        BoardLocation[] on = [.. known.Where(static board => board.Value).Select(static board => board.Board)];
        BoardLocation[] off = [.. known.Where(static board => !board.Value).Select(static board => board.Board)];
        BoardLocation[] unknown = [.. boards.Boards.Except(on).Except(off)];
        if (on.Length > 0)
            await terminal.Error.WriteLineAsync($"Boards that are on now: {BoardNames.Of(on)}.");

        if (off.Length > 0)
            await terminal.Error.WriteLineAsync($"Boards that are off now: {BoardNames.Of(off)}. 'spinnman power on' switches them on.");

        if (unknown.Length > 0)
            await terminal.Error.WriteLineAsync($"Boards that were told to switch {_order}, and do not answer now: {BoardNames.Of(unknown)}. 'spinnman power status' tells their state.");
    }
}
