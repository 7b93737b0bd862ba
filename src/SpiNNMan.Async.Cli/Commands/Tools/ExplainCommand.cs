using System.CommandLine;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Datagrams;
using SpiNNMan.Async.Cli.Diagnosis;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Explaining;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Commands.Tools;

/// <summary><c>spinnman explain FILE</c>: tells in words what is in a capture, and what is wrong with the network or the machine.</summary>
internal sealed class ExplainCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "A capture: pcapng or pcap, of --capture, Wireshark or tcpdump." };
    private readonly Option<bool> _brief = new("--brief") { Description = "Only the diagnosis, without a line for each datagram." };
    private readonly Terminal _terminal;

    private ExplainCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var definition = new ExplainCommand(terminal);
        definition._file.RequireText();
        var command = new Command("explain", "Tell in words what is in a capture of the network, who talks to whom, what is lost, and why.") { definition._file, definition._brief };
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        string file = parsed.GetRequiredValue(_file);
        var diagnosis = new CaptureDiagnosis();
        CaptureFormatException? damage = null;
        try
        {
            await TellAsync(file, diagnosis, parsed, cancellationToken);
        }
        catch (CaptureFormatException exception)
        {
            // The readable part is told first.
            damage = exception;
        }

        var worst = Verdict.Ok;
        foreach (Finding finding in diagnosis.Conclude())
        {
            worst = finding.Verdict > worst ? finding.Verdict : worst;
            if (parsed.WantsJson())
                await _terminal.WriteJsonAsync(FindingResult.From(finding), CliJson.Default.FindingResult);
            else
                FindingText.Write(_terminal.OutConsole, finding);
        }

        if (damage is not null)
            throw new CommandFailedException($"{file}: {damage.Message}", damage);

        return worst == Verdict.Problem ? ExitCodes.AnswerIsNo : ExitCodes.Success;
    }

    private async Task TellAsync(string file, CaptureDiagnosis diagnosis, ParseResult parsed, CancellationToken cancellationToken)
    {
        bool isBrief = parsed.GetValue(_brief);
        bool json = parsed.WantsJson();
        using WaitNotice? notice = isBrief ? _terminal.WaitFor($"Reading {file}") : null;
        foreach (CapturedDatagram datagram in PacketCaptureReader.Read(file))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (diagnosis.Add(datagram) is not { } told || isBrief)
                continue;

            if (json)
                await _terminal.WriteJsonAsync(DatagramResult.Of(told.Datagram, told.Step), CliJson.Default.DatagramResult);
            else
                await _terminal.Out.WriteLineAsync(DatagramText.LineOf(told.Datagram, told.Step, namesHost: true));
        }
    }
}
