using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Chips;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Health;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Memory.Streaming;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Tags;
using SpiNNMan.Async.Wire.Streaming;

namespace SpiNNMan.Async;

/// <summary>The methods of a machine and its parts with a <see cref="CancellationToken"/> and nothing else, for calls that take every default.</summary>
public static class TransceiverExtensions
{
    /// <inheritdoc cref="Transceiver.DiscoverAsync"/>
    public static Task<(Machine Machine, DiscoveryReport Report)> DiscoverAsync(this Transceiver transceiver, CancellationToken cancellationToken) =>
        NotNull(transceiver).DiscoverAsync(progress: null, cancellationToken);

    /// <inheritdoc cref="Transceiver.WatchAsync"/>
    public static IAsyncEnumerable<MachineHealth> WatchAsync(this Transceiver transceiver, CancellationToken cancellationToken) =>
        NotNull(transceiver).WatchAsync(options: null, cancellationToken);

    /// <inheritdoc cref="MachineApplications.GetStatesAsync"/>
    public static Task<IReadOnlyDictionary<CoreLocation, CoreState>> GetStatesAsync(this MachineApplications applications, CancellationToken cancellationToken) =>
        NotNull(applications).GetStatesAsync(cores: null, cancellationToken);

    /// <inheritdoc cref="MachineApplications.GetCoreInfosAsync"/>
    public static Task<CoreInfos> GetCoreInfosAsync(this MachineApplications applications, CancellationToken cancellationToken) =>
        NotNull(applications).GetCoreInfosAsync(cores: null, states: null, cancellationToken);

    /// <inheritdoc cref="MachineMemory.OpenStreamingAsync"/>
    public static Task<MemoryStreaming> OpenStreamingAsync(this MachineMemory memory, CancellationToken cancellationToken) =>
        NotNull(memory).OpenStreamingAsync(options: null, cancellationToken);

    /// <inheritdoc cref="MachineMemory.FindExtraMonitorsAsync"/>
    public static Task<ExtraMonitors> FindExtraMonitorsAsync(this MachineMemory memory, CancellationToken cancellationToken) =>
        NotNull(memory).FindExtraMonitorsAsync(options: null, cancellationToken);

    /// <inheritdoc cref="ExtraMonitors.GetStatusAsync"/>
    public static Task<IReadOnlyDictionary<ChipLocation, ReinjectionStatus>> GetStatusAsync(this ExtraMonitors monitors, CancellationToken cancellationToken) =>
        NotNull(monitors).GetStatusAsync(chips: null, cancellationToken);

    /// <inheritdoc cref="ExtraMonitors.ResetCountersAsync"/>
    public static Task ResetCountersAsync(this ExtraMonitors monitors, CancellationToken cancellationToken) =>
        NotNull(monitors).ResetCountersAsync(chips: null, cancellationToken);

    /// <inheritdoc cref="ExtraMonitors.ClearQueuesAsync"/>
    public static Task ClearQueuesAsync(this ExtraMonitors monitors, CancellationToken cancellationToken) =>
        NotNull(monitors).ClearQueuesAsync(chips: null, cancellationToken);

    /// <inheritdoc cref="MachineApplications.StopAllAsync"/>
    public static Task StopAllAsync(this MachineApplications applications, CancellationToken cancellationToken) =>
        NotNull(applications).StopAllAsync(clearTags: true, cancellationToken);

    /// <inheritdoc cref="ApplicationSession.GetCoreInfosAsync"/>
    public static Task<CoreInfos> GetCoreInfosAsync(this ApplicationSession session, CancellationToken cancellationToken) =>
        NotNull(session).GetCoreInfosAsync(states: null, cancellationToken);

    /// <inheritdoc cref="ApplicationSession.GetIobufAsync(IEnumerable{CoreLocation}?, IProgress{int}?, CancellationToken)"/>
    public static Task<IReadOnlyList<Iobuf>> GetIobufAsync(this ApplicationSession session, CancellationToken cancellationToken) =>
        NotNull(session).GetIobufAsync(cores: null, progress: null, cancellationToken);

    /// <inheritdoc cref="ApplicationSession.SubscribeToIobufAsync"/>
    public static Subscription<Iobuf> SubscribeToIobufAsync(this ApplicationSession session, CancellationToken cancellationToken) =>
        NotNull(session).SubscribeToIobufAsync(cores: null, interval: null, cancellationToken);

    /// <inheritdoc cref="ApplicationSession.SubscribeToStatesAsync"/>
    public static Subscription<CoreStateChange> SubscribeToStatesAsync(this ApplicationSession session, CancellationToken cancellationToken) =>
        NotNull(session).SubscribeToStatesAsync(interval: null, cancellationToken);

    /// <inheritdoc cref="MachineIobuf.GetAsync(IEnumerable{CoreLocation}?, IProgress{int}?, CancellationToken)"/>
    public static Task<IReadOnlyList<Iobuf>> GetAsync(this MachineIobuf iobuf, CancellationToken cancellationToken) =>
        NotNull(iobuf).GetAsync(cores: null, progress: null, cancellationToken);

    /// <inheritdoc cref="MachineIobuf.GetBytesAsync"/>
    public static Task<IReadOnlyDictionary<CoreLocation, ReadOnlyMemory<byte>>> GetBytesAsync(this MachineIobuf iobuf, CancellationToken cancellationToken) =>
        NotNull(iobuf).GetBytesAsync(cores: null, progress: null, cancellationToken);

    /// <inheritdoc cref="MachineIobuf.SubscribeAsync"/>
    public static Subscription<Iobuf> SubscribeAsync(this MachineIobuf iobuf, CancellationToken cancellationToken) =>
        NotNull(iobuf).SubscribeAsync(cores: null, interval: null, cancellationToken);

    /// <inheritdoc cref="MachineTags.GetAsync"/>
    public static Task<IReadOnlyList<BoardTag>> GetAsync(this MachineTags tags, CancellationToken cancellationToken) => NotNull(tags).GetAsync(board: null, cancellationToken);

    /// <inheritdoc cref="MachineRouting.ClearDiagnosticsAsync"/>
    public static Task ClearDiagnosticsAsync(this MachineRouting routing, CancellationToken cancellationToken) =>
        NotNull(routing).ClearDiagnosticsAsync(chips: null, registers: null, cancellationToken);

    /// <inheritdoc cref="MachineChips.SetWatchdogAsync"/>
    public static Task SetWatchdogAsync(this MachineChips chips, CancellationToken cancellationToken) =>
        NotNull(chips).SetWatchdogAsync(MachineChips.DefaultWatchdogCount, chips: null, cancellationToken);

    /// <inheritdoc cref="BmpController.ResetAsync"/>
    public static Task ResetAsync(this BmpController boards, CancellationToken cancellationToken) =>
        NotNull(boards).ResetAsync(cancellationToken: cancellationToken);

    private static T NotNull<T>(T? part)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(part);
        return part;
    }
}
