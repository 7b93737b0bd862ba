using System.CommandLine;
using System.Globalization;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Spalloc;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Transports;

namespace SpiNNMan.Async.Cli.Allocation;

/// <summary>The allocation services that commands talk to: the one that the user names, or the default one.</summary>
/// <param name="terminal">Where variables are read, and warnings written.</param>
/// <param name="findDefault">Finds the default service of the environment and the configuration file; <see langword="null"/> if they name none.</param>
internal sealed class AllocationServices(Terminal terminal, Func<string?> findDefault)
{
    /// <summary>The environment variable for the default service.</summary>
    public const string Variable = "SPINNMAN_ALLOCATION";

    /// <summary>Creates the option that names a service.</summary>
    public static Option<string?> CreateOption()
    {
        var option = new Option<string?>("--spalloc")
        {
            Description = $"The allocation service: HOST or HOST:PORT for the classic protocol, http://... or https://... for the REST service. [default: ${Variable}, or what files say]",
            HelpName = "SERVICE",
        };
        option.RequireText();
        return option;
    }

    /// <summary>Opens a service. Nothing is sent before it is asked for something.</summary>
    /// <param name="named">The service that the user named; <see langword="null"/> for the default one.</param>
    /// <exception cref="CommandFailedException">No service is named anywhere.</exception>
    public OpenedService Open(string? named)
    {
        SpallocConfiguration files = SpallocConfiguration.Read(SpallocConfiguration.Files);
        string service = named
            ?? findDefault()
            ?? (terminal.Variable(SpallocConfiguration.ServiceVariable) is { Length: > 0 } variable ? variable : files.Service)
            ?? throw new CommandFailedException($"No allocation service is named: use --spalloc SERVICE, or set {Variable}, for instance to spalloc.example.org.");
        BoardAllocatorOptions options = files.Apply(new BoardAllocatorOptions { TimeProvider = terminal.TimeProvider, KeepAliveWarnings = new Warnings(terminal) });
        return new OpenedService(BoardAllocator.Open(service, options with { Credentials = service.Contains('@', StringComparison.Ordinal) ? null : FindCredentials() }), files, service);
    }

    private AllocationCredentials? FindCredentials()
    {
        if (terminal.Variable("SPALLOC_TOKEN") is { Length: > 0 } token)
            return AllocationCredentials.FromToken(token);

        return terminal.Variable("SPALLOC_USER") is { Length: > 0 } user && terminal.Variable("SPALLOC_PASSWORD") is { } password ? AllocationCredentials.FromPassword(user, password) : null;
    }

    private sealed class Warnings(Terminal terminal) : IProgress<KeepAliveWarning>
    {
        public void Report(KeepAliveWarning value) => terminal.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"warning: job {value.JobId} could not be kept alive for {value.Silence.TotalSeconds:0} s; the service destroys it after {value.Interval.TotalSeconds:0} s. {value.Trouble.ReplaceLineEndings(" ")}"));
    }
}
