using System.Globalization;
using System.Net;
using SpiNNMan.Async.Campaign.Clients;
using SpiNNMan.Async.Campaign.Plans;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Campaign.Worlds;

/// <summary>A machine, a network, a clock, a client and what goes wrong with them.</summary>
internal sealed class World
{
    /// <summary>More requests than a world may make: more than the longest chain of blocks that may be followed.</summary>
    private const long MostRequests = 400_000;

    /// <summary>More memory than a world may take in all.</summary>
    private const long MostMemory = 3L << 30;

    private static readonly IPAddress s_board = IPAddress.Parse("10.0.0.1");
    private static readonly TimeSpan s_unwinding = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.None);
    private readonly InMemoryNetwork _network;
    private readonly long _memoryBefore = GC.GetTotalAllocatedBytes();
    private bool _isOver;
    private bool _isRestarting;
    private int _pauses;
    private long _ownRequests;

    /// <param name="plan">What happens from outside.</param>
    /// <param name="ownsThreadPool">Whether the process does nothing else, so that the clock can wait for its thread pool.</param>
    public World(WorldPlan plan, bool ownsThreadPool = true)
    {
        Clock = new SimulatedTime { WaitsForThreadPool = ownsThreadPool };
        Plan = plan;
        Chance = new SharedRandom(plan.Seed ^ 0x5EED);
        Client = new ClientTime(Clock);
        _network = new InMemoryNetwork(Clock);
        Network = new ChaosNetwork(this, _network);
        Calls = new CallBook(this);
    }

    public static IPAddress ClientAddress { get; } = IPAddress.Parse("10.0.0.200");

    public WorldPlan Plan { get; }

    public SimulatedTime Clock { get; }

    public ClientTime Client { get; }

    public Random Chance { get; }

    public ChaosNetwork Network { get; }

    /// <summary>The network without its faults, to look at the board from outside.</summary>
    public IDatagramNetwork Observer => _network;

    public CallBook Calls { get; }

    public VirtualMachine Machine { get; private set; } = null!;

    public List<Finding> Findings { get; } = [];

    /// <summary>Faults that have begun.</summary>
    public int FaultsBegun { get; private set; }

    /// <summary>Requests that the user sent without the library's help, of which there may be any number.</summary>
    public long OwnRequests => Interlocked.Read(ref _ownRequests);

    /// <summary>Whether the user closes everything.</summary>
    public bool IsDisposing { get; private set; }

    /// <summary>Whether the board's memory says what is not so.</summary>
    public bool IsLying { get; private set; }

    /// <summary>Whether there is a board in the place of the first.</summary>
    public bool HasMachine => !_isRestarting && !_isOver;

    /// <summary>How many boards there have been in the place of the first: what was allocated on one is not the next one's to free.</summary>
    public int Generation { get; private set; }

    /// <summary>Whether the user's options are such that a healthy machine may not be served.</summary>
    public bool IsLenient { get; set; }

    /// <summary>Called when the user closes everything, half-way.</summary>
    public Action? OnDisposal { get; set; }

    public IPEndPoint Board => new(s_board, ScpBytes.Port);

    public TimeSpan Now => Clock.Elapsed;

    /// <summary>What the user does instead of what the plan says.</summary>
    public Func<World, Task>? Script { get; init; }

    /// <summary>When the last of the faults is over.</summary>
    public TimeSpan LastFault => Plan.Faults.Count == 0 ? TimeSpan.Zero : Plan.Faults.Max(EndOf);

    /// <summary>Runs the world to its end.</summary>
    public async Task RunAsync()
    {
        try
        {
            await StartMachineAsync();
            foreach (Fault fault in Plan.Faults)
                At(fault.At, () => Begin(fault));

            Task all = RunClientAsync();
            TimeSpan deadline = WorldPlan.Deadline + LastFault + Plan.Faults.Where(static fault => fault.Kind == FaultKind.Pause).Aggregate(TimeSpan.Zero, static (sum, fault) => sum + fault.Duration);
            Task late = Task.Delay(deadline, Clock);
            await Clock.RunUntilAsync(Task.WhenAny(all, late, _stopped.Task));
            if (all.IsCompleted)
                await all;
            else if (!_stopped.Task.IsCompleted)
                Report(new Finding(FindingKind.Hang, Calls.OldestOpen, $"has not ended {deadline.TotalMinutes:0} minutes later; open are {Calls.DescribeOpen()}"));
        }
        catch (Exception exception)
        {
            // It came out of the clock: on a real one, it would have ended the process.
            Report(new Finding(FindingKind.Crash, $"a timer's thread ({exception.GetType().Name})", exception.ToString().ReplaceLineEndings(" | ")));
        }
    }

    public void Report(Finding finding)
    {
        lock (_gate)
            Findings.Add(finding);

        Trace($"FINDING {finding}");
    }

    /// <summary>How long the world was in use: what hangs does not make an hour full.</summary>
    public TimeSpan Used { get; private set; }

    /// <summary>When something came from the board for the last time.</summary>
    public TimeSpan LastHeard { get; set; }

    /// <summary>The user is about to send a request without the library's help.</summary>
    public void OnOwnRequest() => Interlocked.Increment(ref _ownRequests);

    /// <summary>A request was sent.</summary>
    public void OnRequest()
    {
        Used = Now;
        if (_stopped.Task.IsCompleted)
            return;

        long memory = GC.GetTotalAllocatedBytes() - _memoryBefore;
        if (Network.Requests - OwnRequests < MostRequests && memory < MostMemory)
            return;

        Report(new Finding(FindingKind.Unbounded, Calls.OldestOpen, $"{Network.Requests} requests and {memory >> 20} MiB; open are {Calls.DescribeOpen()}"));
        _stopped.TrySetResult();
    }

    /// <summary>A fault of a kind that goes on now.</summary>
    public Fault? Active(FaultKind kind)
    {
        foreach (Fault fault in Plan.Faults)
        {
            if (fault.Kind == kind && fault.At <= Now && Now < fault.At + fault.Duration)
                return fault;
        }

        return null;
    }

    /// <summary>A fault of a kind that goes on now and hits this time.</summary>
    public Fault? Hit(FaultKind kind) => Active(kind) is { } fault && (fault.Strength >= 1 || Chance.NextDouble() < fault.Strength) ? fault : null;

    /// <summary>Whether nothing was wrong since some time, nor shortly before it, that could explain a failure.</summary>
    public bool IsUndisturbedSince(TimeSpan start) => !IsLenient && !IsLying && !IsMisled && !IsDisposing && !Plan.Faults.Any(fault => fault.At <= Now && EndOf(fault) >= start);

    /// <summary>Whether a client that does much by itself may have done to the board what a changed reply led it to, as to free what it was never given.</summary>
    private bool IsMisled => Plan.Client == ClientKind.Transceiver && Plan.Faults.Any(fault => fault.Kind is FaultKind.Mutation or FaultKind.Corruption && fault.At <= Now);

    /// <summary>How long the client's process stood still since some time.</summary>
    public TimeSpan PausedSince(TimeSpan start)
    {
        TimeSpan paused = TimeSpan.Zero;
        TimeSpan until = start;
        foreach (Fault fault in Plan.Faults.Where(static fault => fault.Kind == FaultKind.Pause).OrderBy(static fault => fault.At))
        {
            TimeSpan from = fault.At > until ? fault.At : until;
            TimeSpan to = fault.At + fault.Duration < Now ? fault.At + fault.Duration : Now;
            if (to > from)
            {
                paused += to - from;
                until = to;
            }
        }

        return paused;
    }

    public bool HasFault(FaultKind kind, TimeSpan since) => Plan.Faults.Any(fault => fault.Kind == kind && fault.At <= Now && EndOf(fault) >= since);

    public void After(TimeSpan delay, Action action)
    {
        ITimer? timer = null;
        timer = Clock.CreateTimer(
            _ =>
            {
                timer!.Dispose();
                action();
            },
            null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    public void Trace(string text) => TraceTo?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{Now.TotalSeconds,12:0.000000} {text}"));

    public bool IsTraced => TraceTo is not null;

    /// <summary>Told what happens, if anybody wants to know.</summary>
    public Action<string>? TraceTo { get; init; }

    private static TimeSpan EndOf(Fault fault) => fault.Kind switch
    {
        FaultKind.Leap => fault.At + TimeSpan.FromSeconds(15),
        FaultKind.SendThrows or FaultKind.ReceiveThrows or FaultKind.Restart => fault.At + fault.Duration + TimeSpan.FromSeconds(10),
        _ => fault.At + fault.Duration + TimeSpan.FromSeconds(3),
    };

    private void At(TimeSpan time, Action action) => After(time > Now ? time - Now : TimeSpan.Zero, action);

    private async Task StartMachineAsync()
    {
        Machine = await VirtualMachine.StartAsync(new VirtualMachineOptions
        {
            Board = Plan.Board,
            BindAddress = s_board,
            UseTruePorts = true,
            Network = _network,
            TimeProvider = Clock,
        });
        Patterns.Fill(Machine);
    }

    private async Task RunClientAsync()
    {
        switch (Plan.Client)
        {
            case var _ when Script is { } script:
                await script(this);
                break;
            case ClientKind.Connection:
                await new ConnectionClient(this).RunAsync();
                break;
            case ClientKind.Transceiver:
                await new TransceiverClient(this).RunAsync();
                break;
            default:
                await new LiveTagClient(this).RunAsync();
                break;
        }

        // A fault that was to begin later has nothing to disturb any more.
        _isOver = true;
        await Machine.DisposeAsync();

        // A wait of the runtime that is cancelled resumes its caller first, and gives its timer back afterwards.
        await Task.Delay(s_unwinding, Clock);
        if (Network.Open > 0)
            Report(new Finding(FindingKind.Leak, "sockets", $"{Network.Open} are open after everything was closed"));
        if (Client.Armed > 0)
            Report(new Finding(FindingKind.Leak, "timers", $"{Client.Armed} are set after everything was closed"));
    }

    private void Begin(Fault fault)
    {
        if (_isOver)
            return;

        FaultsBegun++;
        Trace($"fault {fault}");
        switch (fault.Kind)
        {
            case FaultKind.Mute or FaultKind.Lie or FaultKind.Busy when !HasMachine:
                break;
            case FaultKind.Mute:
                SetMute(true);
                After(fault.Duration, () => SetMute(false));
                break;
            case FaultKind.Busy when (fault.Seed & 4) != 0:
                Machine.KeepBusy(new ChipLocation(0, 0), fault.Duration);
                break;
            case FaultKind.Pause:
                _pauses++;
                Client.Pause();
                After(fault.Duration, Resume);
                break;
            case FaultKind.Leap:
                Client.Leap(fault.Duration);
                break;
            case FaultKind.Restart:
                Watch(RestartAsync(fault.Duration));
                break;
            case FaultKind.Lie:
                IsLying = true;
                Lies.Tell(Machine, new Random(fault.Seed));
                break;
            case FaultKind.Disposal:
                IsDisposing = true;
                Client.Run(() => OnDisposal?.Invoke());
                break;
        }
    }

    private void SetMute(bool isMute)
    {
        if (HasMachine)
            Machine.Boards[0].IsMute = isMute;
    }

    /// <summary>Switches the board off and puts another one in its place, which knows nothing of what was.</summary>
    private async Task RestartAsync(TimeSpan duration)
    {
        if (_isRestarting)
            return;

        _isRestarting = true;
        Generation++;
        await Machine.DisposeAsync();
        await Task.Delay(duration, Clock);
        await StartMachineAsync();
        _isRestarting = false;
    }

    private void Watch(Task task) => _ = task.ContinueWith(
        failed => Report(new Finding(FindingKind.Crash, "the campaign itself", failed.Exception!.ToString().ReplaceLineEndings(" | "))),
        CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private void Resume()
    {
        if (--_pauses == 0)
            Client.Resume();
    }

    /// <summary>Whether an error is one that the library promises.</summary>
    public static bool IsOurs(Exception error) => error is SpinnakerException;
}
