using SpiNNMan.Async.Emulation.Debugging.Symbols;
using SpiNNMan.Async.Emulation.Debugging.Tracing;
using SpiNNMan.Async.Simulation.Debugging;

namespace SpiNNMan.Async.Simulation;

/// <summary>Traces, measures and counts the execution until it is ended. Then it writes its files.</summary>
public sealed class RunTracing
{
    private readonly IDebuggable _machine;
    private readonly TracingOptions _options;
    private readonly Instruments _instruments;
    private bool _isOver;

    internal RunTracing(IDebuggable machine, TracingOptions options)
    {
        _machine = machine;
        _options = options;
        _instruments = new Instruments(new InstrumentOptions
        {
            Cores = options.Cores?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal),
            Trace = options.Trace,
            TracesInstructions = options.TracesInstructions,
            Profiles = options.ProfileFile is not null,
            Covers = options.CoverageFile is not null,
            Symbols = options.Program.IsEmpty ? ProgramSymbols.None : ProgramSymbols.Read(options.Program.ToArray()),
        });
        _machine.Changed += Attach;
        Attach();
    }

    /// <summary>The errors in programs, in order: the time, the core, the error, and the place in the source. At most 1,000.</summary>
    public IReadOnlyList<string> Faults => _instruments.Faults.Faults;

    /// <summary>Ends the tracing, and writes the files. Later calls do nothing.</summary>
    /// <exception cref="IOException">A file could not be written.</exception>
    public void End()
    {
        if (_isOver)
            return;

        _isOver = true;
        _machine.Changed -= Attach;
        if (_machine.Debugged is { } debugged)
        {
            using (debugged.Gate.Enter())
                _instruments.Detach();
        }

        if (_options.ProfileFile is { } profile)
            WriteProfile(profile);

        if (_options.CoverageFile is not { } coverage)
            return;

        using var writer = new StreamWriter(coverage);
        _instruments.Coverage!.Write(writer);
    }

    private void Attach()
    {
        if (_machine.Debugged is not { } debugged)
            return;

        using (debugged.Gate.Enter())
            _instruments.Attach(debugged);
    }

    private void WriteProfile(string file)
    {
        bool isJson = file.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        using (FileStream json = File.Create(isJson ? file : $"{file}.speedscope.json"))
            ProfileFiles.WriteSpeedscope(json, _instruments.Profiles);

        if (isJson)
            return;

        using var folded = new StreamWriter(file);
        ProfileFiles.WriteFolded(folded, _instruments.Profiles);
    }
}
