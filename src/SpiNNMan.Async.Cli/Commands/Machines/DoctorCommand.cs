using System.CommandLine;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Diagnosis;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Connections;

namespace SpiNNMan.Async.Cli.Commands.Machines;

/// <summary><c>spinnman doctor HOST</c>: finds out why a machine does not answer.</summary>
internal sealed class DoctorCommand
{
    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Option<BmpConnectionData?> _bmp = new("--bmp") { CustomParser = static result => BmpArguments.Parse(result, result.Tokens[0].Value)?[0], Description = "The board's BMP. [default: at the address before the board's]", HelpName = "HOST" };
    private readonly Option<int> _bmpPort = PortOptions.Create("--bmp-port", "The port of the BMP.", BmpConnectionData.DefaultPort);
    private readonly Option<double> _patience = new("--patience")
    {
        Description = "Seconds that the host may say nothing; boards that wait for an image announce themselves every 4.1 seconds.",
        DefaultValueFactory = static _ => 5,
        HelpName = "S",
    };

    private readonly Option<int> _requests = new("--requests") { Description = "How many requests to measure loss with.", DefaultValueFactory = static _ => 1024, HelpName = "N" };
    private readonly Terminal _terminal;

    private DoctorCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var definition = new DoctorCommand(terminal);
        definition._patience.RequireWithin(0.1, 3600);
        definition._requests.RequireWithin(1, 1_000_000);
        var command = new Command("doctor", "Find out step by step why a machine does not answer, or how well it does.")
        {
            definition._host, definition._bmp, definition._bmpPort, definition._patience, definition._requests,
        };
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = new DoctorOptions
        {
            Bmp = parsed.GetValue(_bmp),
            BmpPort = parsed.GetValue(_bmpPort),
            Patience = TimeSpan.FromSeconds(parsed.GetValue(_patience)),
            Requests = parsed.GetValue(_requests),
        };
        bool json = parsed.WantsJson();
        var worst = Verdict.Ok;
        string last = "the name";
        var doctor = new Doctor(parsed.GetRequiredValue(_host), options, finding =>
        {
            worst = finding.Verdict > worst ? finding.Verdict : worst;
            last = $"what follows '{finding.Step}'";
            if (json)
                _terminal.WriteJson(FindingResult.From(finding), CliJson.Default.FindingResult);
            else
                FindingText.Write(_terminal.OutConsole, finding);
        });
        using (new WaitNotice(_terminal, () => $"Looking at {last}; a host that says nothing has {Quantities.Time(options.Patience)}"))
            await doctor.RunAsync(cancellationToken);

        return worst == Verdict.Problem ? ExitCodes.AnswerIsNo : ExitCodes.Success;
    }
}
