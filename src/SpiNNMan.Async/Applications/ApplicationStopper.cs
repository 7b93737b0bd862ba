using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Applications;

namespace SpiNNMan.Async.Applications;

/// <summary>Stops applications, which frees their memory and routing entries, and makes sure that they have stopped.</summary>
/// <remarks>The signal spreads from neighbour to neighbour, and no chip reports that it did not get it. So the states of the cores are read, and the signal is sent again from the boards that did not hear it.</remarks>
internal sealed class ApplicationStopper(MachineConnections connections, TimeProvider time)
{
    private const int Attempts = 4;
    private const byte AllBits = 0xFF;

    // Applications of users are 16 to 255: fifteen signals, each for sixteen of them.
    private const int IdsOfOneSignal = 16;
    private const byte ManyIds = 0xF0;
    private static readonly TimeSpan s_effectPause = TimeSpan.FromMilliseconds(5);

    /// <summary>Stops one application.</summary>
    /// <param name="applicationId">The application.</param>
    /// <param name="cores">Its cores, if they are known. For these the method makes sure that they have stopped.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MachineOperationException">Some cores did not stop, or cannot be asked.</exception>
    public async Task StopAsync(byte applicationId, IReadOnlyCollection<CoreLocation> cores, CancellationToken cancellationToken)
    {
        await SendAsync([(applicationId, AllBits)], connections.Root, cancellationToken).ConfigureAwait(false);
        if (cores.Count > 0)
            await MakeSureAsync(CoreTargets.Of(cores), applicationId, [(applicationId, AllBits)], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops all applications of all users.</summary>
    /// <exception cref="MachineOperationException">Some cores did not stop, or cannot be asked.</exception>
    public async Task StopAllAsync(CancellationToken cancellationToken)
    {
        (byte Id, byte Mask)[] all = [.. Enumerable.Range(1, (byte.MaxValue / IdsOfOneSignal)).Select(static block => ((byte)(block * IdsOfOneSignal), ManyIds))];
        await SendAsync(all, connections.Root, cancellationToken).ConfigureAwait(false);
        await MakeSureAsync(CoreTargets.Of(connections.Machine.ApplicationCores), null, all, cancellationToken).ConfigureAwait(false);
    }

    private async Task MakeSureAsync(CoreTargets targets, byte? applicationId, (byte Id, byte Mask)[] signals, CancellationToken cancellationToken)
    {
        CoreTargets open = targets;
        var silent = new List<MachineFailure>();
        CoreStatus[] running = [];
        for (int attempt = 1; attempt <= Attempts && open.CoreCount > 0; attempt++)
        {
            // Only where cores still run: a silent board would not take the signal, and the others would wait.
            foreach (ScampConnection connection in attempt == 1 ? [] : open.Chips.Select(connections.For).Distinct())
                await SendAsync(signals, connection, cancellationToken).ConfigureAwait(false);

            await Pause.ForAsync(s_effectPause, time, cancellationToken).ConfigureAwait(false);
            (running, IReadOnlyList<MachineFailure> failures) = await FindRunningAsync(open, applicationId, cancellationToken).ConfigureAwait(false);
            silent.AddRange(failures);
            open = CoreTargets.Of(running.Select(static status => status.Core));
        }

        ThrowIfAny(running, silent, targets.CoreCount);
    }

    private async Task<(CoreStatus[] Running, IReadOnlyList<MachineFailure> Silent)> FindRunningAsync(CoreTargets targets, byte? applicationId, CancellationToken cancellationToken)
    {
        FanOutResult<ChipSummaryInfo> chips = await CoreQueries.AskChipsAsync(connections, targets.Chips, cancellationToken).ConfigureAwait(false);
        HashSet<ChipLocation> silent = [.. chips.Failures.Select(static failure => failure.Core.Chip)];
        CoreTargets busy = CoreTargets.Of(targets.Chips
            .Select((chip, index) => (chip, Cores: silent.Contains(chip) ? default : CoreSet.FromMask(targets[chip].Mask & ~chips.Results[index].CoreStates.CoresIn(CoreState.Idle).Mask)))
            .Where(static chip => chip.Cores.Count > 0));
        FanOutResult<IReadOnlyList<CoreStatus>> statuses = await CoreQueries.ReadStatusAsync(connections, busy, cancellationToken).ConfigureAwait(false);
        return (
            [.. statuses.Values.SelectMany(static chip => chip).Where(IsRunning)],
            [.. chips.Failures, .. statuses.Failures]);

        bool IsRunning(CoreStatus status) =>
            status.State is not (CoreState.Idle or CoreState.Dead) && (applicationId is { } id ? status.ApplicationId == id : status.ApplicationId >= IdsOfOneSignal);
    }

    /// <summary>Sends signals from a board to the whole machine. A lone chip has no neighbours, and gets them as multicast packets.</summary>
    private async Task SendAsync((byte Id, byte Mask)[] signals, ScampConnection from, CancellationToken cancellationToken)
    {
        foreach ((byte id, byte mask) in signals)
        {
            if (connections.Machine.Chips.Count == 1)
                await from.ExecuteAsync<SendSignal, Acknowledgement>(new SendSignal(id, Signal.Stop, SignalType.Multicast, mask), cancellationToken).ConfigureAwait(false);
            else if (ReferenceEquals(from, connections.Root))
                await from.ExecuteAsync<SendSignal, Acknowledgement>(new SendSignal(id, Signal.Stop, SignalType.NearestNeighbour, mask), cancellationToken).ConfigureAwait(false);
            else
                await from.ExecuteAsync<NearestNeighbourPacket, Acknowledgement>(StopPacket(from.Chip, id, mask), cancellationToken).ConfigureAwait(false);
        }
    }

    private static NearestNeighbourPacket StopPacket(ChipLocation chip, byte id, byte mask) =>
        new(chip, 0, (5u << 28) | ((uint)Signal.Stop << 16) | ((uint)mask << 8) | id, LinkSet.FromMask(0x3F));

    private static void ThrowIfAny(CoreStatus[] running, IReadOnlyList<MachineFailure> silent, int attempted)
    {
        MachineFailure[] failures = [.. silent, .. running.Select(static status => new MachineFailure(
            status.Core, new SpinnakerException($"Application {status.ApplicationId} did not stop: the core is {status.State}. Switch the board off and on, or boot it again.")))];
        if (failures.Length > 0)
            throw new MachineOperationException("Stopping", failures, attempted);
    }
}
