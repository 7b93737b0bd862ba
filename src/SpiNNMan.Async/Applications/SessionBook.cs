using SpiNNMan.Async.Access;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Applications;

/// <summary>The applications that this program has on a machine, and which identifiers are taken there.</summary>
internal sealed class SessionBook(MachineConnections connections)
{
    private readonly HashSet<ApplicationSession> _open = [];
    private readonly AsyncGate _gate = new(connections.CompletesInline);
    private bool _knowsUsedIds;

    public ApplicationIdTracker ApplicationIds { get; } = new();

    public void Add(ApplicationSession session)
    {
        lock (_open)
            _open.Add(session);
    }

    public void Forget(ApplicationSession session)
    {
        lock (_open)
            _open.Remove(session);
    }

    /// <summary>Stops all that are open.</summary>
    public async Task CloseAsync()
    {
        ApplicationSession[] open;
        lock (_open)
            open = [.. _open];

        await Task.WhenAll(open.Select(static session => session.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    /// <summary>Takes an identifier that this program does not use, and that no other program used when the machine was opened.</summary>
    public async Task<byte> TakeIdAsync(CancellationToken cancellationToken)
    {
        await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_knowsUsedIds)
            {
                foreach (byte id in await FindUsedIdsAsync(cancellationToken).ConfigureAwait(false))
                    ApplicationIds.TryAllocateId(id);

                _knowsUsedIds = true;
            }

            return ApplicationIds.GetNewId();
        }
        finally
        {
            _gate.Leave();
        }
    }

    private async Task<IEnumerable<byte>> FindUsedIdsAsync(CancellationToken cancellationToken)
    {
        CoreTargets busy = CoreTargets.Of(connections.Machine.Chips.SelectMany(static chip => chip.ApplicationCores
            .Where(core => chip.States[core] is not (CoreState.Idle or CoreState.Dead))
            .Select(core => new CoreLocation(chip.Location, (byte)core))));
        FanOutResult<IReadOnlyList<CoreStatus>> statuses = await CoreQueries.ReadStatusAsync(connections, busy, cancellationToken).ConfigureAwait(false);
        return statuses.Values.SelectMany(static chip => chip).Select(static core => core.ApplicationId).Distinct();
    }
}
