using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Wire.Scp.Applications;

namespace SpiNNMan.Async.Applications;

/// <summary>Counts the cores of an application that are in a state, as the monitors can.</summary>
/// <remarks>Monitors count for one request at a time, so one counter is shared by all who count.</remarks>
internal sealed class StateCounter(MachineConnections connections, SoftwareVersion version, TimeProvider time)
{
    private const int BusyRetries = 50;
    private static readonly SoftwareVersion s_countsByBoard = new(4, 0, 0);
    private static readonly TimeSpan s_busyPause = TimeSpan.FromMilliseconds(10);

    private readonly AsyncGate _gate = new(connections.CompletesInline);

    /// <summary>Whether each board is asked separately.</summary>
    public bool CountsByBoard => version >= s_countsByBoard;

    /// <summary>Counts over some boards, or over the whole machine where boards cannot be asked by themselves.</summary>
    /// <param name="applicationId">The application.</param>
    /// <param name="states">The states.</param>
    /// <param name="boards">The chips with the Ethernets of the boards.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A count for each board, in their order; one for the machine where boards cannot be asked.</returns>
    public async Task<FanOutResult<StateCount>> CountAsync(
        byte applicationId, IReadOnlyCollection<CoreState> states, IReadOnlyList<ChipLocation> boards, CancellationToken cancellationToken)
    {
        await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await FanOut.RunAsync(
                connections,
                CountsByBoard ? boards : [connections.Root.Chip],
                static chip => chip,
                (connection, chip, token) => CountOneAsync(connection, chip, applicationId, states, token),
                cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Leave();
        }
    }

    private async Task<StateCount> CountOneAsync(
        ScampConnection connection, ChipLocation board, byte applicationId, IReadOnlyCollection<CoreState> states, CancellationToken cancellationToken)
    {
        var sum = new StateCount(0, IsComplete: true);
        foreach (CoreState state in states)
        {
            StateCount one = CountsByBoard
                ? await CountBoardAsync(connection, new CountStateOnBoard(board, applicationId, state), cancellationToken).ConfigureAwait(false)
                : new StateCount(await connection.ExecuteAsync<CountState, uint>(new CountState(applicationId, state), cancellationToken).ConfigureAwait(false), IsComplete: true);
            sum = new StateCount(StateCount.Add(sum.Count, one.Count), sum.IsComplete && one.IsComplete);
        }

        return sum;
    }

    private async Task<StateCount> CountBoardAsync(ScampConnection connection, CountStateOnBoard request, CancellationToken cancellationToken)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return await connection.ExecuteAsync<CountStateOnBoard, StateCount>(request, cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidPacketException) when (tries < BusyRetries)
            {
                // The board counts for another caller, and its answer has no number.
                await Pause.ForAsync(s_busyPause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
