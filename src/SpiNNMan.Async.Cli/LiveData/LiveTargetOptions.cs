using System.CommandLine;
using System.CommandLine.Parsing;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Live;

namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>The options that say which run a command is about.</summary>
internal sealed class LiveTargetOptions
{
    private readonly Option<FileInfo?> _database = new("--database")
    {
        Description = "The database that the tool chain wrote about the run.",
        HelpName = "FILE",
        CustomParser = OptionChecks.ParseFile,
    };

    private readonly Option<int?> _port = new("--port")
    {
        Description = $"Hear on this port from the tool chain when a run begins and ends; 0 is a port of the system's choice, which is told. [default: {LiveOptions.UsualPort}]",
        HelpName = "PORT",
    };

    private readonly Option<KeyRule[]> _keys = new("--keys")
    {
        Description = "What keys stand for, where there is no database: the keys are those of atoms 0, 1 and so on of LABEL; X,Y,P is the core that takes events for them.",
        HelpName = KeyRule.Form,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = KeyRule.ParseAll,
    };

    private readonly Option<int> _tag = new("--tag") { Description = "With --keys: the IP tag that the cores send by, 0 to 7.", HelpName = "TAG", DefaultValueFactory = static _ => 1 };
    private readonly Func<ParseResult, HostTarget?> _hostOf;
    private readonly Func<CommandResult, bool> _hasHost;
    private readonly string _hostName;

    private LiveTargetOptions(Command command, Func<ParseResult, HostTarget?> hostOf, Func<CommandResult, bool> hasHost, string hostName)
    {
        (_hostOf, _hasHost, _hostName) = (hostOf, hasHost, hostName);
        _port.RequireWithin(0, ushort.MaxValue);
        _tag.RequireWithin(0, 7);
        _database.RequireText();
        foreach (Option option in (Option[])[_database, _port, _keys, _tag])
            command.Options.Add(option);

        command.Validators.Add(Check);
    }

    /// <summary>Adds the options to a command that takes the board as an argument.</summary>
    public static LiveTargetOptions AddTo(Command command, Argument<HostTarget?> host) => new(command, parsed => parsed.GetValue(host), result => result.GetResult(host) is { Tokens.Count: > 0 }, "HOST");

    /// <summary>Adds the options to a command that takes the board as an option.</summary>
    public static LiveTargetOptions AddTo(Command command, Option<HostTarget?> host) => new(command, parsed => parsed.GetValue(host), result => result.GetResult(host) is not null, host.Name);

    /// <summary>Reads the options.</summary>
    public LiveTarget Read(ParseResult parsed) => new()
    {
        Database = parsed.GetValue(_database),
        Port = parsed.GetValue(_port) ?? LiveOptions.UsualPort,
        Host = _hostOf(parsed),
        Keys = parsed.GetValue(_keys) ?? [],
        Tag = (byte)parsed.GetValue(_tag),
    };

    private void Check(CommandResult result)
    {
        // A value that makes no sense has its own error.
        if (result.Children.Any(static child => child.Errors.Any()))
            return;

        bool hasDatabase = result.GetResult(_database) is not null;
        bool hasPort = result.GetResult(_port) is not null;
        bool hasKeys = result.GetResult(_keys) is not null;
        bool hasHost = _hasHost(result);
        if (hasDatabase && hasPort)
            result.AddError("--database is for a run that is there, and --port for a tool chain that starts one: choose one of them.");
        else if (hasKeys && (hasDatabase || hasPort))
            result.AddError("--keys says what a database says otherwise: leave out the one or the other.");
        else if (hasKeys && !hasHost)
            result.AddError($"--keys needs {_hostName}, the board that sends the events or takes them.");
        else if (hasHost && !hasDatabase && !hasPort && !hasKeys)
            result.AddError($"{_hostName} alone does not say what its keys stand for: add --keys {KeyRule.Form}, or --database FILE.");
        else if (result.GetResult(_tag) is { Implicit: false } && !hasKeys)
            result.AddError("--tag goes with --keys only: otherwise the database names the tags.");
        else if (!ToolBuild.IsFull && !hasKeys)
            result.AddError($"{ToolBuild.DescribeLack("SQLite, which reads the databases of tool chains")} With {_hostName} and --keys no database is needed.");
    }
}
