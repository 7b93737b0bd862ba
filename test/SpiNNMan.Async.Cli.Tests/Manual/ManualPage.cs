using System.CommandLine;
using System.Globalization;
using System.Text;

namespace SpiNNMan.Async.Cli.Tests.Manual;

/// <summary>Makes the page of the manual for a command, in the language of <c>man</c>, out of the same tree that the parser uses.</summary>
internal static class ManualPage
{
    private const string Footer = "\"\" \"spinnman\" \"SpiNNMan.Async\"";

    /// <summary>The page about all of <c>spinnman</c>.</summary>
    public static string OfTool(RootCommand root)
    {
        var page = new StringBuilder();
        page.Append($".TH SPINNMAN 1 {Footer}\n.SH NAME\nspinnman \\- {Escape(FirstWord(root.Description!))}\n");
        page.Append(".SH SYNOPSIS\n.B spinnman\n.I COMMAND\n[\\fIOPTIONS\\fR]\n");
        page.Append(".SH DESCRIPTION\n").Append(Paragraph("HOST is a name or an IPv4 address, with :PORT if commands go to another port than 17893; or the boards of a job, as job/ID or alloc/N. A dot stands for the default host."));
        page.Append(Paragraph("Numbers are decimal, or hexadecimal after 0x. K and M behind a number mean times 1024 and times 1024 * 1024."));
        page.Append(".SH COMMANDS\n");
        foreach (Command command in Shown(root.Subcommands))
            page.Append($".TP\n\\fBspinnman\\-{Escape(command.Name)}\\fR(1)\n{Line(command.Description!)}");

        AppendOptions(page, root.Options);
        page.Append(".SH ENVIRONMENT\n");
        foreach ((string name, string meaning) in Environment)
            page.Append($".TP\n.B {name}\n{Line(meaning)}");

        page.Append(".SH FILES\n.TP\n.I ~/.config/spinnman/spinnman.conf\n").Append(Line("The default host, the BMPs, further names that completion suggests, and the allocation service."));
        page.Append(".SH EXIT STATUS\n");
        foreach ((int code, string meaning) in ExitStatus)
            page.Append(CultureInfo.InvariantCulture, $".TP\n.B {code}\n{Line(meaning)}");

        return page.ToString();
    }

    /// <summary>The page about one command, and its subcommands.</summary>
    public static string OfCommand(Command command)
    {
        var page = new StringBuilder();
        page.Append($".TH SPINNMAN\\-{Escape(command.Name.ToUpperInvariant())} 1 {Footer}\n.SH NAME\nspinnman\\-{Escape(command.Name)} \\- {Escape(FirstWord(command.Description!))}\n");
        page.Append(".SH SYNOPSIS\n");
        AppendSynopses(page, command, $"spinnman {command.Name}");
        page.Append(".SH DESCRIPTION\n").Append(Line(command.Description!));
        AppendArguments(page, command);
        AppendOptions(page, command.Options);
        AppendSubcommands(page, command, command.Name);
        page.Append(".SH SEE ALSO\n.BR spinnman (1),\nfor the options that every command has, and for exit codes.\n");
        return page.ToString();
    }

    private static IEnumerable<(string Name, string Meaning)> Environment =>
    [
        ("SPINNMAN_HOST", "The default host. It goes before that of the configuration file."),
        ("SPINNMAN_BMPS", "The default BMPs."),
        ("SPINNMAN_ALLOCATION", "The allocation service for alloc, jobs and job/ID."),
        ("SPINNMAN_CONFIG", "The configuration file."),
        ("SPINNMAN_BOOT_IMAGE", "The image that boot sends if it is given none."),
        ("SPINNMAN_GRACE", "How many seconds a command may take to clean up after a signal; 1 if it is not set."),
        ("SPINNMAN_TRACE", "If it is set, errors of the program itself come with a stack trace."),
        ("NO_COLOR", "If it is set, nothing has a colour."),
    ];

    private static IEnumerable<(int Code, string Meaning)> ExitStatus =>
    [
        (Processes.ExitCodes.Success, "Done."),
        (Processes.ExitCodes.Failure, "Failed, or failed in part: one line on standard error says what failed where, and what to try."),
        (Processes.ExitCodes.WrongUsage, "The command line makes no sense."),
        (Processes.ExitCodes.AnswerIsNo, "The answer is no, as of diff if machines differ."),
        (Processes.ExitCodes.Interrupted, "Stopped by a signal."),
        (Processes.ExitCodes.ClosedPipe, "Nobody reads the output any more."),
    ];

    private static void AppendSynopses(StringBuilder page, Command command, string path)
    {
        if (command.Action is not null)
        {
            page.Append($".B {Escape(path)}\n");
            foreach (Argument argument in command.Arguments.Where(static argument => !argument.Hidden))
                page.Append($"{Form(argument)}\n");

            page.Append("[\\fIOPTIONS\\fR]\n.br\n");
        }

        foreach (Command part in Shown(command.Subcommands))
            AppendSynopses(page, part, $"{path} {part.Name}");
    }

    private static void AppendSubcommands(StringBuilder page, Command command, string path)
    {
        foreach (Command part in Shown(command.Subcommands))
        {
            string name = $"{path} {part.Name}";
            page.Append($".SH {Escape(name.ToUpperInvariant())}\n{Line(part.Description!)}");
            AppendArguments(page, part);
            AppendOptions(page, part.Options, heading: false);
            AppendSubcommands(page, part, name);
        }
    }

    private static void AppendArguments(StringBuilder page, Command command)
    {
        foreach (Argument argument in command.Arguments.Where(static argument => !argument.Hidden && argument.Description is { Length: > 0 }))
            page.Append($".TP\n\\fI{Escape(NameOf(argument))}\\fR\n{Line(argument.Description!)}");
    }

    private static void AppendOptions(StringBuilder page, IEnumerable<Option> options, bool heading = true)
    {
        Option[] shown = [.. options.Where(static option => !option.Hidden)];
        if (shown.Length > 0 && heading)
            page.Append(".SH OPTIONS\n");

        foreach (Option option in shown)
        {
            string names = string.Join(", ", option.Aliases.Prepend(option.Name).Distinct(StringComparer.Ordinal).Select(static name => $"\\fB{Escape(name)}\\fR"));
            string value = option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool) ? "" : option.Arity.MinimumNumberOfValues == 0 ? $" [\\fI{Escape(ValueOf(option))}\\fR]" : $" \\fI{Escape(ValueOf(option))}\\fR";
            page.Append($".TP\n{names}{value}\n{Line((option.Description ?? "") + DefaultOf(option))}");
        }
    }

    private static string DefaultOf(Option option) => option.HasDefaultValue && option.ValueType != typeof(bool) && option.GetDefaultValue() is IConvertible value
        ? $" [default: {value.ToString(CultureInfo.InvariantCulture)}]"
        : "";

    private static string Form(Argument argument)
    {
        string name = $"\\fI{Escape(NameOf(argument))}\\fR{(argument.Arity.MaximumNumberOfValues > 1 ? " ..." : "")}";
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private static string NameOf(Argument argument) => argument.HelpName ?? argument.Name;

    private static string ValueOf(Option option) => option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant();

    private static IEnumerable<Command> Shown(IEnumerable<Command> commands) => commands.Where(static command => !command.Hidden).OrderBy(static command => command.Name, StringComparer.Ordinal);

    private static string Paragraph(string text) => $".PP\n{Line(text)}";

    private static string Line(string text) => $"{Escape(text)}\n";

    /// <summary>The first sentence without its full stop, and with a small letter: what <c>apropos</c> shows.</summary>
    private static string FirstWord(string description)
    {
        int end = description.IndexOfAny([':', '.']);
        string sentence = end < 0 ? description : description[..end];
        return char.ToLowerInvariant(sentence[0]) + sentence[1..];
    }

    /// <summary>Text in which nothing is a request or an escape, and hyphens are those that people copy.</summary>
    private static string Escape(string text)
    {
        string escaped = text.ReplaceLineEndings(" ").Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return escaped.Length > 0 && escaped[0] is '.' or '\'' ? $"\\&{escaped}" : escaped;
    }
}
