using System.Threading.Channels;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Cli.Datagrams;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Simulation.Answering;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>Lets the machine of a capture answer again, until the user stops it.</summary>
internal sealed class AnsweringSession(Terminal terminal)
{
    /// <summary>The name of such a machine in place of that of a kind of machine.</summary>
    public const string Kind = "captured";

    private const string None = "none";
    private const int MostTold = 1000;

    private readonly DatagramReader _reader = new();
    private int _told;

    /// <summary>Starts the machine.</summary>
    /// <exception cref="CommandFailedException">A port is taken, or an address is not this computer's.</exception>
    public async Task<AnsweringMachine> StartAsync(IReadOnlyList<string> files, AnsweringMachineOptions options, CancellationToken cancellationToken)
    {
        if (PacketCapture.Attached is { } capture)
            options = options with { Network = capture.Wrap(options.Network) };

        using WaitNotice notice = terminal.WaitFor($"Reading {string.Join(", ", files)}");
        try
        {
            return await AnsweringMachine.StartAsync(AnswerOptions.Read(files), options with { Unanswered = TellUnanswered }, cancellationToken);
        }
        catch (SpinnakerConnectionException exception)
        {
            throw new CommandFailedException($"{exception.Message} Choose another --bind, or --ports system.", exception);
        }
        catch (InvalidParameterException exception)
        {
            throw new CommandFailedException($"{exception.Message} Choose another --bind.", exception);
        }
    }

    /// <summary>The text of the machine once it is ready.</summary>
    public static VirtualMachineResult Describe(AnsweringMachine machine)
    {
        string first = EndPointOf(machine, AnsweringPortKind.Board);
        return new VirtualMachineResult(
            Ready: true,
            Kind,
            machine.Ports.Count(static port => port.Kind == AnsweringPortKind.Board),
            first,
            EndPointOf(machine, AnsweringPortKind.Boot),
            EndPointOf(machine, AnsweringPortKind.Bmp),
            Booted: machine.Ports.All(static port => port.Kind != AnsweringPortKind.Boot),
            Seed: 0,
            LossRate: 0);
    }

    /// <summary>Serves until the token is cancelled, or <c>quit</c> comes on standard input.</summary>
    public async Task ServeAsync(AnsweringMachine machine, CancellationToken cancellationToken)
    {
        foreach (AnsweringPort port in machine.Ports.Count > 1 ? machine.Ports : [])
            await terminal.Error.WriteLineAsync($"{port.Kind.ToString().ToLowerInvariant()} {port.Captured} is at {port.EndPoint}");

        ChannelReader<string> lines = ConsoleInput.Read(terminal);
        try
        {
            await foreach (string line in lines.ReadAllAsync(cancellationToken))
            {
                switch (line.Trim())
                {
                    case "":
                        continue;
                    case "quit":
                        return;
                    case "status":
                        await terminal.Out.WriteLineAsync(WorkOf(machine));
                        await terminal.Out.FlushAsync(CancellationToken.None);
                        continue;
                    default:
                        await terminal.Error.WriteLineAsync("vm: the machine of a capture takes no other commands than status and quit.");
                        continue;
                }
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, terminal.TimeProvider, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // That is its normal end.
        }
    }

    /// <summary>The work of the machine, in words.</summary>
    public static string WorkOf(AnsweringMachine machine) =>
        $"{Quantities.Count(machine.Answered, "datagram")} known from the capture, {Quantities.Count(machine.Repeated)} of them more often than there; {Quantities.Count(machine.Unanswered)} unknown, which nobody answered.";

    private static string EndPointOf(AnsweringMachine machine, AnsweringPortKind kind) => machine.Ports.FirstOrDefault(port => port.Kind == kind)?.EndPoint.ToString() ?? None;

    private void TellUnanswered(CapturedDatagram datagram)
    {
        if (_told > MostTold)
            return;

        if (++_told > MostTold)
        {
            terminal.Error.WriteLine("unanswered: more is not told of.");
            return;
        }

        ReadDatagram read = _reader.Read(datagram);
        terminal.Error.WriteLine($"unanswered: {DatagramText.LineOf(read, step: null, namesHost: true)}: the capture has not got it, so nobody answers.");
    }
}
