using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Cpu.Debugging;
using SpiNNMan.Async.Emulation.Debugging.Targets;

namespace SpiNNMan.Async.Emulation.Debugging.Tracing;

/// <summary>Looks at the cores of a machine as they execute: traces, profiles, coverage, errors. None of it changes the run; instructions that are looked at take longer.</summary>
internal sealed class Instruments
{
    private readonly InstrumentOptions _options;
    private readonly TextWriter? _trace;
    private readonly HashSet<ChipCore> _attached = [];
    private readonly SortedDictionary<string, Profiler> _profilers = new(StringComparer.Ordinal);
    private readonly List<ChipCore> _observed = [];

    /// <summary>Makes instruments that look at nothing yet.</summary>
    public Instruments(InstrumentOptions options)
    {
        _options = options;
        _trace = options.Trace is null ? null : TextWriter.Synchronized(options.Trace);
        Coverage = options.Covers ? new Coverage(options.Symbols) : null;
        Faults = new FaultLog(options.Symbols);
    }

    /// <summary>The lines that were counted, if they are.</summary>
    public Coverage? Coverage { get; }

    /// <summary>The error.</summary>
    public FaultLog Faults { get; }

    /// <summary>The profiles of the cores, if times are measured.</summary>
    public IEnumerable<ProfileNode> Profiles => _profilers.Values.Select(static profiler => profiler.Root);

    /// <summary>Looks at the cores of a machine from now on; at those at which it looks already, it goes on. To be called with the gate entered, again when there are other cores.</summary>
    public void Attach(IDebuggedMachine machine)
    {
        foreach ((int chip, int number) in machine.Cores)
        {
            string name = machine.NameOf(chip, number);
            ChipCore core = machine.Machine.Chips[chip].Cores[number];
            if (_options.Cores?.Contains(name) == false || !_attached.Add(core)) continue;
            Faults.Attach(core, name);
            Attach(core, name);
        }
    }

    /// <summary>Looks at nothing any more.</summary>
    public void Detach()
    {
        foreach (ChipCore core in _observed) core.Arm.Stops.Observer = null;
        _observed.Clear();
    }

    private void Attach(ChipCore core, string name)
    {
        List<ICoreObserver> observers = [];
        if (_trace is not null)
        {
            var tracer = new Tracer(name, _trace, _options.Symbols);
            tracer.Attach(core);
            if (_options.TracesInstructions) observers.Add(tracer);
        }

        if (_options.Profiles)
        {
            if (!_profilers.TryGetValue(name, out Profiler? profiler)) _profilers[name] = profiler = new Profiler(name, _options.Symbols);
            observers.Add(profiler);
        }

        if (Coverage is not null) observers.Add(Coverage);
        if (observers.Count == 0) return;
        core.Arm.Stops.Observer = observers.Count == 1 ? observers[0] : new Observers([.. observers]);
        _observed.Add(core);
    }
}
