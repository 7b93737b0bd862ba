using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using SpiNNMan.Async.Cli.Allocation;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Captures;
using SpiNNMan.Async.Cli.Commands.Applications;
using SpiNNMan.Async.Cli.Commands.Boards;
using SpiNNMan.Async.Cli.Commands.Jobs;
using SpiNNMan.Async.Cli.Commands.Live;
using SpiNNMan.Async.Cli.Commands.Machines;
using SpiNNMan.Async.Cli.Commands.Memory;
using SpiNNMan.Async.Cli.Commands.Programs;
using SpiNNMan.Async.Cli.Commands.Routing;
using SpiNNMan.Async.Cli.Commands.Tools;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Telemetry;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Cli.Web;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Cli;

/// <summary>The command line of <c>spinnman</c>: reads the arguments, runs the command, and returns the exit code.</summary>
internal static class SpinnmanCommandLine
{
    private const int MostProblems = 3;
    private const int LongestWord = 100;

    /// <summary>Runs one command.</summary>
    /// <param name="args">The arguments, without the name of the program.</param>
    /// <param name="terminal">The streams that the command reads and writes.</param>
    /// <param name="cancellationToken">Stops the command, as Ctrl-C does.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        terminal.WritesJson = CommonOptions.NamesJson(args);
        try
        {
            return await ParseAndRunAsync(args, terminal, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await terminal.WriteErrorAsync("stopped.", ErrorKinds.Stopped, ExitCodes.Interrupted);
            return ExitCodes.Interrupted;
        }
        catch (Exception exception) when (ClosedPipe.IsCauseOf(exception))
        {
            // Nobody wants to read more, so there is nothing to report.
            return ExitCodes.ClosedPipe;
        }
        catch (Exception exception)
        {
            await terminal.WriteErrorAsync(Failures.Explain(exception), ErrorKinds.Of(exception), ExitCodes.Failure);
            if (terminal.Variable(LastResort.Variable) is { Length: > 0 })
                await terminal.Error.WriteLineAsync(exception.ToString());

            return ExitCodes.Failure;
        }
        finally
        {
            await terminal.Error.FlushAsync(CancellationToken.None);
        }
    }

    private static async Task<int> ParseAndRunAsync(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellationToken)
    {
        if (args is [{ } directive, ..] && directive.StartsWith("[suggest", StringComparison.Ordinal) && !IsSuggest(directive))
        {
            await terminal.WriteErrorAsync($"'{Shorten(directive)}' must be [suggest] or [suggest:N], N being a place in the line that follows.", ErrorKinds.WrongUsage, ExitCodes.WrongUsage);
            return ExitCodes.WrongUsage;
        }

        // An argument that starts with @ is an ordinary name, and not a file with more arguments. No option has one letter only for being written together with others: -hex is a mistake, and not -h -e -x.
        await using JobHosts jobs = CreateJobs(terminal);
        ParseResult parsed = CreateRoot(terminal, jobs).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (parsed.Action is ParseErrorAction || (parsed.Action is null && parsed.Errors.Count > 0))
            return await ExplainUsageAsync(parsed, args, terminal);

        bool runs = parsed.Action == parsed.CommandResult.Command.Action;
        if (runs && UnknownOptions.Describe(args, parsed) is { } unknown)
            return await ExplainUsageAsync(parsed, unknown, terminal);

        var streams = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        string name = parsed.CommandResult.Command.Name;
        int exitCode = !runs
            ? await parsed.InvokeAsync(streams, cancellationToken)
            : ExportTarget.Find(parsed, terminal) is { } target
                ? await target.RunAsync(name, RunAsync, terminal.Error)
                : await RunAsync();
        await terminal.Out.FlushAsync(CancellationToken.None);
        return exitCode;

        Task<int> RunAsync() =>
            CaptureSession.RunAsync(parsed, terminal, () => jobs.RunAsync(name, token => parsed.InvokeAsync(streams, token), cancellationToken), cancellationToken);
    }

    /// <summary>Creates the root command with all commands and options.</summary>
    internal static RootCommand CreateRoot(Terminal terminal) => CreateRoot(terminal, CreateJobs(terminal));

    private static JobHosts CreateJobs(Terminal terminal) => new(terminal, new AllocationServices(terminal, () => Defaults.FindAllocation(terminal)));

    private static RootCommand CreateRoot(Terminal terminal, JobHosts jobs)
    {
        var root = new RootCommand("Allocate, boot, inspect, read, write and measure SpiNNaker machines, and serve virtual ones.")
        {
            DemoCommand.Create(terminal),
            VirtualMachineCommand.Create(terminal),
            VersionCommand.Create(terminal),
            InfoCommand.Create(terminal),
            DiscoverCommand.Create(terminal),
            DoctorCommand.Create(terminal),
            TopCommand.Create(terminal),
            WebCommand.Create(terminal),
            SnapshotCommand.Create(terminal),
            DiffCommand.Create(terminal, jobs),
            PowerCommand.Create(terminal),
            BmpCommand.Create(terminal),
            ResetCommand.Create(terminal),
            CompletionCommand.Create(terminal),
            BootCommand.Create(terminal),
            ReadCommand.Create(terminal),
            WriteCommand.Create(terminal), PokeCommand.Create(terminal), LinkCommand.Create(terminal),
            PsCommand.Create(terminal),
            LoadCommand.Create(terminal),
            RunCommand.Create(terminal),
            SignalCommand.Create(terminal),
            WaitCommand.Create(terminal),
            StopCommand.Create(terminal),
            FillCommand.Create(terminal),
            HeapCommand.Create(terminal),
            IobufCommand.Create(terminal),
            TagsCommand.Create(terminal),
            RoutesCommand.Create(terminal), P2PCommand.Create(terminal),
            CountersCommand.Create(terminal),
            ListenCommand.Create(terminal),
            AllocCommand.Create(terminal, jobs.Services),
            JobsCommand.Create(terminal, jobs.Services),
            JobCommand.Create(terminal, jobs.Services),
            MachinesCommand.Create(terminal, jobs.Services),
            WhereIsCommand.Create(terminal, jobs.Services),
            LiveCommand.Create(terminal),
            ConsoleCommand.Create(terminal),
            BenchCommand.Create(terminal),
            ExplainCommand.Create(terminal),
            DissectorCommand.Create(terminal),
            ProfileCommand.Create(terminal),
            StructCommand.Create(terminal),
            CommonOptions.CreateJson(),
            ExportTarget.CreateOption(),
        };

        foreach (Option option in CaptureOptions.Create())
            root.Options.Add(option);

        // An argument that starts with a slash is a path, and never a request for help.
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Aliases.Remove("/h");
        help.Aliases.Remove("/?");
        root.Subcommands.Add(HelpCommand.Create(terminal, root));
        root.Options.OfType<VersionOption>().Single().Aliases.Add("-V");
        TargetArguments.ApplyTo(root, Defaults.Read(terminal), jobs);
        return root;
    }

    private static bool IsSuggest(string directive) =>
        directive is "[suggest]" || (directive.EndsWith(']') && int.TryParse(directive["[suggest".Length..^1].TrimStart(':'), NumberStyles.None, CultureInfo.InvariantCulture, out _));

    private static async Task<int> ExplainUsageAsync(ParseResult parsed, IReadOnlyList<string> args, Terminal terminal)
    {
        if (args.Count == 0)
        {
            await CreateRoot(terminal).Parse("--help").InvokeAsync(new InvocationConfiguration { Output = terminal.Error, EnableDefaultExceptionHandler = false });
            return ExitCodes.WrongUsage;
        }

        return await ExplainUsageAsync(parsed, UnknownOptions.Describe(args, parsed) ?? DescribeProblems(parsed), terminal);
    }

    private static async Task<int> ExplainUsageAsync(ParseResult parsed, string problems, Terminal terminal)
    {
        Command command = parsed.CommandResult.Command;
        IEnumerable<string> path = command.Parents.OfType<Command>().Reverse().Append(command).Where(static part => part is not RootCommand).Select(static part => part.Name);
        string help = string.Join(' ', ["spinnman", .. path, "--help"]);
        await terminal.WriteErrorAsync($"{PrintableText.OfLine(ShortenWords(problems))} See '{help}'.", ErrorKinds.WrongUsage, ExitCodes.WrongUsage);
        return ExitCodes.WrongUsage;
    }

    /// <summary>Describes in one line what is wrong. If an unknown command was given, it does not also report that a command is missing.</summary>
    private static string DescribeProblems(ParseResult parsed)
    {
        if (parsed.CommandResult.Command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [string unknown, ..])
            return $"'{unknown}' is no command.{NearestNames.Sentence(unknown, parsed.CommandResult.Command.Subcommands.Select(static command => command.Name))}";

        string[] missing = [.. parsed.Errors.Select(static error => error.SymbolResult).OfType<ArgumentResult>().Where(IsMissing).Select(static result => result.Argument.Name)];
        IEnumerable<string> problems = parsed.Errors.Where(static error => error.SymbolResult is not ArgumentResult argument || !IsMissing(argument)).Select(static error => error.Message).Distinct(StringComparer.Ordinal);
        if (missing.Length > 0)
            problems = problems.Append($"{string.Join(", ", missing)} {(missing.Length == 1 ? "is" : "are")} missing.{TargetArguments.Advice(missing, parsed.CommandResult.Command)}");

        string[] all = [.. problems];
        if (all.Length > MostProblems)
            all = [.. all[..MostProblems], $"So are {all.Length - MostProblems} more."];

        return string.Join(' ', all);
    }

    // An argument that may be left out, and whose default makes no sense, has an error of its own.
    private static bool IsMissing(ArgumentResult result) => result.Tokens.Count == 0 && result.Argument.Arity.MinimumNumberOfValues > 0;

    private static string ShortenWords(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Shorten));

    private static string Shorten(string word) => word.Length <= LongestWord ? word : word[..LongestWord] + (word[0] == '\'' ? "...'" : "...");
}
