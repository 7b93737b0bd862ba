using System.CommandLine;
using System.CommandLine.Parsing;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Cli.Arguments;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>The option of <c>spinnman vm</c> that lets the machine of a capture answer again.</summary>
internal sealed class AnswerOptions
{
    private readonly Option<string[]> _files = new("--answer-from")
    {
        Description = "Answer as the machine in these captures did, one after the other, with nothing lost that was not lost then; nobody answers what they have not got. Only --bind, --bmp and --ports count beside it.",
        HelpName = "FILE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>Adds the option to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="beside">The options that count beside it.</param>
    public void AddTo(Command command, IReadOnlyList<Option> beside)
    {
        _files.RequireText();
        command.Options.Add(_files);
        command.Validators.Add(result =>
        {
            if (IsGiven(result, _files) && command.Options.FirstOrDefault(option => option != _files && !option.Recursive && !beside.Contains(option) && IsGiven(result, option)) is { } useless)
                result.AddError($"{useless.Name} says nothing to {_files.Name}: the capture says what the machine does.");
        });
    }

    /// <summary>The names of the captures; <see langword="null"/> if there are none.</summary>
    public string[]? FilesOf(ParseResult parsed) => parsed.GetResult(_files) is { Implicit: false } ? parsed.GetValue(_files) : null;

    /// <summary>The datagrams of captures, one after the other.</summary>
    public static IEnumerable<CapturedDatagram> Read(IEnumerable<string> files) => files.SelectMany(PacketCaptureReader.Read);

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
