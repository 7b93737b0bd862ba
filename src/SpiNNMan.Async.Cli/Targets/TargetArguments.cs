using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using SpiNNMan.Async.Cli.Allocation;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Connections;

namespace SpiNNMan.Async.Cli.Targets;

/// <summary>Turns the words HOST and BMPS of all commands into hosts and BMPs. This is the one place that knows of defaults, of the names of commands, and of other ways to name a host.</summary>
internal sealed class TargetArguments
{
    /// <summary>The word that stands for the default.</summary>
    public const string Default = ".";

    private const string PathPrefix = "./";

    /// <summary>Commands that look for boards that have no name yet.</summary>
    private static readonly string[] s_withoutDefault = ["discover", "listen"];

    /// <summary>Commands that also work without a host. They use the default only if they are asked to.</summary>
    private static readonly string[] s_hostless = ["live"];

    private readonly Defaults _defaults;
    private readonly JobHosts _jobs;
    private readonly HashSet<string> _commands;

    private TargetArguments(Defaults defaults, JobHosts jobs, IEnumerable<string> commands)
    {
        _defaults = defaults;
        _jobs = jobs;
        _commands = new HashSet<string>(commands, StringComparer.Ordinal);
    }

    /// <summary>Lets the arguments of all commands be read in this way.</summary>
    public static void ApplyTo(RootCommand root, Defaults defaults, JobHosts jobs)
    {
        var targets = new TargetArguments(defaults, jobs, root.Subcommands.Select(static command => command.Name));
        foreach (Command command in Commands(root))
        {
            foreach (Argument argument in command.Arguments)
            {
                if (argument is Argument<HostTarget> host)
                    targets.Apply(command, host, defaults.Host, targets.ParseHost, defaults.KnownHosts);
                else if (argument is Argument<IReadOnlyList<BmpConnectionData>> bmps)
                    targets.Apply(command, bmps, defaults.Bmps, targets.ParseBmps, defaults.Bmps is { } known ? [known] : []);
            }

            foreach (Option<HostTarget?> option in command.Options.OfType<Option<HostTarget?>>())
                targets.Apply(option);
        }
    }

    /// <summary>Says how a word that is missing can be left out.</summary>
    public static string Advice(IEnumerable<string> missing, Command command)
    {
        if (command.Arguments is [Argument<HostTarget>, _, ..])
            return $" HOST comes first; {Default} stands for the default one.";

        return missing.FirstOrDefault() switch
        {
            "HOST" => $" Name one, or set {Defaults.HostVariable}.",
            "BMPS" => $" Name one, or set {Defaults.BmpsVariable}.",
            _ => "",
        };
    }

    private static IEnumerable<Command> Commands(Command command) => command.Subcommands.SelectMany(Commands).Prepend(command);

    private void Apply(Option<HostTarget?> option)
    {
        option.CustomParser = result => result.Tokens is [{ Value: var text }, ..] ? ParseNamed(result, text, hasDefault: true, _defaults.Host, ParseHost) : null;
        option.SuggestWords(_defaults.KnownHosts.Concat(_defaults.Host is null ? [] : [Default]).Distinct(StringComparer.Ordinal));
    }

    private void Apply<T>(Command command, Argument<T> argument, string? defaultText, Func<ArgumentResult, string, T?> parse, IReadOnlyList<string> known)
        where T : class
    {
        bool hasDefault = !s_withoutDefault.Contains(command.Name, StringComparer.Ordinal);
        argument.CustomParser = result => result.Tokens is [{ Value: var text }, ..] ? ParseNamed(result, text, hasDefault, defaultText, parse) : null;
        argument.CompletionSources.Clear();
        argument.CompletionSources.Add(_ => known.Concat(hasDefault && defaultText is not null ? [Default] : []).Distinct(StringComparer.Ordinal).Select(static name => new CompletionItem(name)));
        if (!hasDefault || s_hostless.Contains(command.Name, StringComparer.Ordinal) || command.Arguments.Count > 1 || (defaultText is null && _defaults.Problem is null))
            return;

        argument.Arity = ArgumentArity.ZeroOrOne;
        argument.DefaultValueFactory = result => ParseDefault(result, defaultText, parse)!;
    }

    private T? ParseNamed<T>(ArgumentResult result, string text, bool hasDefault, string? defaultText, Func<ArgumentResult, string, T?> parse)
        where T : class
    {
        if (text is not Default)
            return parse(result, text);

        if (hasDefault)
            return ParseDefault(result, defaultText, parse);

        result.AddError($"This command has no default {result.Argument.Name}: name one, and not '{Default}'.");
        return null;
    }

    private T? ParseDefault<T>(ArgumentResult result, string? text, Func<ArgumentResult, string, T?> parse)
        where T : class
    {
        if (_defaults.Problem is null && text is not null)
            return parse(result, text);

        string variable = result.Argument.Name is "BMPS" ? Defaults.BmpsVariable : Defaults.HostVariable;
        result.AddError(_defaults.Problem ?? $"'{Default}' stands for the default {result.Argument.Name}, and there is none: set {variable}.");
        return null;
    }

    private HostTarget? ParseHost(ArgumentResult result, string text)
    {
        // Whoever types the name of a command here has most likely forgotten the host.
        if (_commands.Contains(text))
        {
            result.AddError($"'{text}' is a command, and HOST is expected. A host of that name is {PathPrefix}{text}.");
            return null;
        }

        if (_jobs.Find(text, out JobHost? job) is { } problem)
        {
            result.AddError(problem);
            return null;
        }

        if (job is not null)
            return new HostTarget(text, Port: null) { Job = job };

        string name = text.StartsWith(PathPrefix, StringComparison.Ordinal) ? text[PathPrefix.Length..] : text;
        if (HostTarget.TryParse(name, out HostTarget? host))
            return host;

        result.AddError($"'{text}' is no HOST or HOST:PORT.");
        return null;
    }

    private IReadOnlyList<BmpConnectionData>? ParseBmps(ArgumentResult result, string text)
    {
        if (_commands.Contains(text))
        {
            result.AddError($"'{text}' is a command, and BMPS are expected. A BMP of that name is {PathPrefix}{text}.");
            return null;
        }

        return BmpArguments.Parse(result, text.StartsWith(PathPrefix, StringComparison.Ordinal) ? text[PathPrefix.Length..] : text);
    }
}
