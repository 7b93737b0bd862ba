using SpiNNMan.Async.Emulation.Debugging.Replay;
using SpiNNMan.Async.Emulation.Debugging.Targets;

namespace SpiNNMan.Async.Emulation.Tests.Support;

/// <summary>A machine that runs as fast as it can on a thread of the pool, with a debugger that can be attached.</summary>
internal sealed class DebugMachine : IDebuggedMachine, IAsyncDisposable
{
    private readonly RecordedMachine _recorded;
    private readonly SemaphoreSlim _resumed = new(0);
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public DebugMachine(Func<TestMachine> make, params (int Chip, int Core)[] cores)
    {
        _recorded = new RecordedMachine(() => make().Machine);
        Cores = cores;
        Debugger = new MachineDebugger(this);
    }

    public MachineDebugger Debugger { get; }

    public RecordedMachine Recorded => _recorded;

    public RunGate Gate { get; } = new();

    public Action? CoresChanged { get; set; }

    public IDebuggedChips Machine => _recorded.Machine;

    public IReadOnlyList<(int Chip, int Core)> Cores { get; }

    public IReplayable? Replay => _recorded;

    public string Origin => "seed 7";

    public string NameOf(int chip, int core) => $"{chip},0,{core}";

    public string Describe(int chip, int core) => "application 16, running";

    public void Resumed()
    {
        if (_resumed.CurrentCount == 0) _resumed.Release();
    }

    /// <summary>Two chips with a core each that runs the program.</summary>
    public static DebugMachine Of(string program) => new(
        () =>
        {
            TestMachine machine = new(chips: 2);
            machine.Start(0, 1, program);
            machine.Start(1, 2, program);
            return machine;
        },
        (0, 1),
        (1, 2));

    /// <summary>Lets time pass in steps, on this thread, until the machine is paused or the time is reached.</summary>
    public void RunTo(long time)
    {
        while (!Machine.IsPaused && Machine.Now < time)
            using (Gate.Enter()) _recorded.Advance();
    }

    /// <summary>Waits for a debugger before any time passes; then lets it pass until this is disposed.</summary>
    public DebugMachine RunForDebugger()
    {
        Machine.IsPaused = true;
        return Run();
    }

    /// <summary>Lets time pass until this is disposed.</summary>
    public DebugMachine Run()
    {
        _running = Task.Run(RunAsync);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _recorded.Dispose();
        _resumed.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using (Gate.Enter()) _recorded.Advance();
            if (Machine.IsPaused) await _resumed.WaitAsync(_stop.Token);
            else await Task.Yield();
        }
    }
}
