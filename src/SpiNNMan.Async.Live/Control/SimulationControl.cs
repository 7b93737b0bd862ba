using System.Buffers.Binary;
using System.Globalization;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Applications;

namespace SpiNNMan.Async.Live.Control;

/// <summary>Starts, pauses and stops cores with the simulation library, for programs that do so themselves instead of a tool chain.</summary>
/// <remarks>
/// Cores wait for a synchronisation signal before each run, and it is another one each time. Which one comes next is read from the cores, and remembered. Protocol: live.md, "Control of a run".
/// </remarks>
public sealed class SimulationControl
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(5);

    private readonly SimulationCores _cores;
    private readonly TimeProvider _clock;
    private readonly IReadOnlyList<CoreLocation> _all;
    private uint _until;

    internal SimulationControl(SimulationCores cores, TimeProvider clock, IReadOnlyList<CoreLocation> all)
    {
        _cores = cores;
        _clock = clock;
        _all = all;
    }

    /// <summary>The cores.</summary>
    public IReadOnlyList<CoreLocation> Cores => _all;

    /// <summary>The signal that the next run starts with; <see langword="null"/> as long as nobody has asked the cores.</summary>
    public Signal? NextSynchronization { get; private set; }

    /// <summary>How long the cores have to come to a state, more than zero. The default is 5 s.</summary>
    public TimeSpan Patience { get; set => field = OptionChecks.Positive(value); } = TimeSpan.FromSeconds(5);

    /// <summary>Runs until a tick: tells all cores, waits until they wait for the signal, and sends it. It returns when they run.</summary>
    /// <param name="tick">The tick to pause at, counted from the first run on; <see langword="null"/> runs until somebody pauses it.</param>
    /// <param name="stepsBetweenSynchronizations">After how many ticks the cores wait for each other; 0, the default, is never.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="SpinnakerTimeoutException">Some cores do not come to the state they should; the error names them.</exception>
    /// <exception cref="InvalidParameterException">The tick is over already.</exception>
    public async Task RunUntilAsync(uint? tick, uint stepsBetweenSynchronizations = 0, CancellationToken cancellationToken = default)
    {
        uint now = await GetTimeAsync(cancellationToken).ConfigureAwait(false);
        if (tick <= now)
            throw new InvalidParameterException(nameof(tick), tick, string.Create(CultureInfo.InvariantCulture, $"the machine is at tick {now} already"));

        var data = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(data, stepsBetweenSynchronizations);
        var arguments = new ScpArguments(tick ?? 0, tick is null ? 1u : 0u, now);
        foreach (CoreLocation core in _all)
            await _cores.AskAsync(core, ControlCommand.RunTime, arguments, data, answerSize: 0, cancellationToken).ConfigureAwait(false);

        CoreState barrier = await WaitForBarrierAsync(cancellationToken).ConfigureAwait(false);
        Signal signal = barrier == CoreState.Sync0 ? Signal.Sync0 : Signal.Sync1;
        await SendAsync(signal, cancellationToken).ConfigureAwait(false);
        NextSynchronization = signal == Signal.Sync0 ? Signal.Sync1 : Signal.Sync0;
        _until = tick ?? 0;
        await WaitUntilAsync(static state => state is not (CoreState.Sync0 or CoreState.Sync1), "run", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Goes on after a pause, until the tick that was said last or for so many ticks more.</summary>
    /// <param name="ticks">How many ticks more; <see langword="null"/> goes on until the tick that was said last, or without end if that is over.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="RunUntilAsync"/>
    public async Task ResumeAsync(uint? ticks = null, CancellationToken cancellationToken = default)
    {
        uint now = await GetTimeAsync(cancellationToken).ConfigureAwait(false);
        uint? until = ticks is { } more ? now + more : _until > now ? _until : null;
        await RunUntilAsync(until, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Pauses all cores at their next tick, and waits until they have. Their counts can be read then.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="SpinnakerTimeoutException">Some cores do not pause; the error names them.</exception>
    public async Task PauseAsync(CancellationToken cancellationToken = default)
    {
        foreach (CoreLocation core in _all)
            await _cores.AskAsync(core, ControlCommand.Pause, default, default, answerSize: 0, cancellationToken).ConfigureAwait(false);

        await WaitUntilAsync(static state => state is not CoreState.Running, "pause", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until all cores have paused by themselves, or ended.</summary>
    /// <param name="patience">How long that may take.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="SpinnakerTimeoutException">Some cores run on; the error names them.</exception>
    public Task WaitForPauseAsync(TimeSpan patience, CancellationToken cancellationToken = default) =>
        WaitUntilAsync(static state => state is not (CoreState.Running or CoreState.Sync0 or CoreState.Sync1), "pause", cancellationToken, patience);

    /// <summary>Ends the programs of all cores. It is not answered, so it is waited for.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="SpinnakerTimeoutException">Some cores do not end; the error names them.</exception>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        foreach (CoreLocation core in _all)
            await _cores.TellAsync(core, ControlCommand.Stop, cancellationToken).ConfigureAwait(false);

        await WaitUntilAsync(static state => state is CoreState.Finished or CoreState.Idle or CoreState.RunTimeException or CoreState.Watchdog or CoreState.Dead, "end", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The tick that the first of the cores is at; 0 before the first.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="SpinnakerTimeoutException">The core does not answer.</exception>
    public async Task<uint> GetTimeAsync(CancellationToken cancellationToken = default) => _all.Count == 0
        ? throw new InvalidParameterException(nameof(Cores), 0, "there are no cores with the simulation library to control")
        : await _cores.GetTimeAsync(_all[0], cancellationToken).ConfigureAwait(false) ?? 0;

    private async Task SendAsync(Signal signal, CancellationToken cancellationToken)
    {
        // Signals spread from one board over the machine.
        ScampConnection commands = await _cores.Links.CommandsToAsync(_cores.Links.Database.BoardOf(new ChipLocation(0, 0)).Ethernet).ConfigureAwait(false);
        await commands.ExecuteAsync<SendSignal, Acknowledgement>(new SendSignal(_cores.Links.Database.ApplicationId, signal), cancellationToken).ConfigureAwait(false);
    }

    private async Task<CoreState> WaitForBarrierAsync(CancellationToken cancellationToken)
    {
        await WaitUntilAsync(static state => state is CoreState.Sync0 or CoreState.Sync1, "wait for the signal", cancellationToken).ConfigureAwait(false);
        CoreState first = (await _cores.GetInfoAsync(_all[0], cancellationToken).ConfigureAwait(false)).State;
        foreach (CoreLocation core in _all)
        {
            CoreState state = (await _cores.GetInfoAsync(core, cancellationToken).ConfigureAwait(false)).State;
            if (state != first)
                throw new SpinnakerException($"Core {core} waits for {state}, and core {_all[0]} for {first}: they cannot be started together. Were they not all controlled from here?");
        }

        return first;
    }

    private async Task WaitUntilAsync(Func<CoreState, bool> isThere, string what, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        TimeSpan limit = patience ?? Patience;
        long start = _clock.GetTimestamp();
        List<CoreLocation> left = [.. _all];
        while (true)
        {
            var states = new List<string>();
            for (int index = left.Count - 1; index >= 0; index--)
            {
                CoreState state = (await _cores.GetInfoAsync(left[index], cancellationToken).ConfigureAwait(false)).State;
                if (isThere(state))
                    left.RemoveAt(index);
                else
                    states.Add($"{left[index]} is in {state}");
            }

            if (left.Count == 0)
                return;

            if (_clock.GetElapsedTime(start) >= limit)
            {
                string message = string.Create(CultureInfo.InvariantCulture, $"{left.Count} of {_all.Count} cores did not {what} within {limit.TotalSeconds:0.###} s: {string.Join(", ", states.Take(8))}.");
                throw new SpinnakerTimeoutException(message) { Elapsed = _clock.GetElapsedTime(start), LastTimeout = limit };
            }

            await Pause.ForAsync(s_poll, _clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
