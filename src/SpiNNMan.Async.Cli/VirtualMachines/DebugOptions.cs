using System.CommandLine;
using System.Net;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Input;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>The options of <c>spinnman vm</c> for debugging, tracing and profiling cores that execute.</summary>
internal sealed class DebugOptions
{
    private const string SpeedScope = ".speedscope.json";
    private const string PacketsOnly = "packets";

    private readonly Option<int> _gdb = new("--gdb") { Description = "Wait for debuggers at this TCP port of 127.0.0.1: gdb-multiarch, 'target remote :PORT'. 0 is a free one.", HelpName = "PORT", DefaultValueFactory = static _ => -1 };
    private readonly Option<string> _trace = new("--trace") { Description = "Write each instruction, packet and exception of these cores: 'x,y,p x,y,p', or 'all'; with ':packets' behind it, no instructions.", HelpName = "CORES" };
    private readonly Option<string> _traceFile = new("--trace-file") { Description = "Where the trace goes, instead of standard output.", HelpName = "FILE" };
    private readonly Option<string> _profile = new("--pc-profile") { Description = "Write when stopping where the cores spent their time: folded stacks, and FILE.speedscope.json.", HelpName = "FILE" };
    private readonly Option<string> _coverage = new("--coverage") { Description = "Write when stopping how often each line was reached, for lcov.", HelpName = "FILE" };
    private readonly Option<string> _elf = new("--elf") { Description = "The program with its symbols and lines, for --trace, --pc-profile and --coverage.", HelpName = "FILE" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _gdb.RequireWithin(0, ushort.MaxValue);
        foreach (Option option in (Option[])[_trace, _traceFile, _profile, _coverage, _elf])
            option.RequireText();

        foreach (Option option in (Option[])[_gdb, _trace, _traceFile, _profile, _coverage, _elf])
            command.Options.Add(option);
    }

    /// <summary>Where debuggers are waited for; <see langword="null"/> if they are not.</summary>
    public IPEndPoint? EndPointOf(ParseResult parsed) => parsed.GetValue(_gdb) is >= 0 and var port ? new IPEndPoint(IPAddress.Loopback, port) : null;

    /// <summary>Starts the debug server and the tracing, if the user asked for them.</summary>
    /// <returns>The session, which stops them when it is disposed. It must be disposed before the machine.</returns>
    /// <exception cref="CommandFailedException">The server or the tracing cannot be started.</exception>
    public async Task<DebugSession> StartAsync(ParseResult parsed, VirtualMachine machine, Terminal terminal, CancellationToken cancellationToken)
    {
        var session = new DebugSession();
        try
        {
            if (EndPointOf(parsed) is { } endPoint)
            {
                session.Server = machine.ListenForDebuggers(endPoint);
                await terminal.Error.WriteLineAsync($"debuggers: target remote {session.Server.EndPoint}");
            }

            await StartTracingAsync(session, parsed, machine, terminal, cancellationToken);
            return session;
        }
        catch (Exception exception) when (exception is InvalidOperationException or InvalidDataException or IOException)
        {
            await session.DisposeAsync();
            throw new CommandFailedException(exception.Message, exception);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private async Task StartTracingAsync(DebugSession session, ParseResult parsed, VirtualMachine machine, Terminal terminal, CancellationToken cancellationToken)
    {
        string? trace = parsed.GetValue(_trace);
        string? profile = parsed.GetValue(_profile);
        string? coverage = parsed.GetValue(_coverage);
        if (trace is null && profile is null && coverage is null)
            return;

        string? traceFile = parsed.GetValue(_traceFile);
        foreach (string file in new[] { profile, coverage, traceFile }.OfType<string>())
            OutputFiles.RequireWritable(file);

        if (coverage is not null && parsed.GetValue(_elf) is null)
            throw new CommandFailedException("--coverage needs to know the lines of the program: give its ELF file with --elf, compiled with gcc -g.");

        ReadOnlyMemory<byte> program = parsed.GetValue(_elf) is { } elf ? await InputFiles.ReadAsync(elf, InputFiles.MostOfMemory, "a program", cancellationToken) : default;
        bool tracesInstructions = trace is not null && !trace.EndsWith($":{PacketsOnly}", StringComparison.Ordinal);
        string? cores = trace is null ? null : tracesInstructions ? trace : trace[..^(PacketsOnly.Length + 1)];
        if (trace is not null && traceFile is not null)
            session.TraceWriter = new StreamWriter(Beside(session, traceFile));

        session.Tracing = machine.StartTracing(new TracingOptions
        {
            Cores = cores is "all" ? null : cores,
            Trace = trace is null ? null : session.TraceWriter ?? terminal.Out,
            TracesInstructions = tracesInstructions,
            ProfileFile = profile is null ? null : Beside(session, profile, SpeedScope),
            CoverageFile = coverage is null ? null : Beside(session, coverage),
            Program = program,
        });
    }

    /// <summary>A name for a file while it is written. The session gives the file, and those whose names begin with it, their own names in the end.</summary>
    private static string Beside(DebugSession session, string path, params ReadOnlySpan<string> endings)
    {
        // Devices and pipes are no files that could be renamed.
        if (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal))
            return path;

        string temporary = OutputFile.NameBeside(path);
        session.Files.Add((path, temporary));
        foreach (string ending in endings)
            session.Files.Add((path + ending, temporary + ending));

        return temporary;
    }
}
