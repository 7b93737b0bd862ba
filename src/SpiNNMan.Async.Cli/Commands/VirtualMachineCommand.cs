using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Cli.Commands;

/// <summary><c>spinnman vm</c>: a virtual machine that any SpiNNaker software can talk to, until it is told to stop.</summary>
internal sealed class VirtualMachineCommand
{
    private readonly Option<MachineKind> _board = new("--board")
    {
        Description = "The machine: single is a lone chip, spin3 has 4 chips, spin5 has 48; 3x2 is 3 by 2 triads of spin5 boards. [default: spin5]",
        HelpName = "single|spin3|spin5|WxH",
        CustomParser = MachineKind.Parse,
    };

    private readonly Option<bool> _noWrap = new("--no-wrap") { Description = "Let a machine of triads end at its edges instead of going round." };

    private readonly Option<IPAddress> _bind = CreateAddress("--bind", "The board's address, one of this computer's. [default: 127.0.240.9]");
    private readonly Option<IPAddress> _bmp = CreateAddress("--bmp", "The address of the BMP. [default: the one before the board's]");
    private readonly Option<bool> _booted = new("--booted") { Description = "Start with SC&MP running, instead of waiting for a boot image." };
    private readonly Option<string> _profile = new("--profile")
    {
        Description = "The SC&MP that --booted starts; an image brings its own.",
        DefaultValueFactory = static _ => "4.0.0",
    };

    private readonly Option<double> _loss = new("--loss") { Description = "The share of datagrams that get lost, each way, 0 to 1.", HelpName = "P" };
    private readonly Option<ulong> _seed = new("--seed") { Description = "What everything random is drawn from.", HelpName = "N" };
    private readonly Option<string> _ports = new("--ports") { Description = "Real boards' ports (true: 17893 and 54321), or ones that are free (system).", DefaultValueFactory = static _ => "true" };
    private readonly Option<IPEndPoint[]> _announce = new("--announce")
    {
        Description = "Where an unbooted board announces itself. [default: 127.0.0.1:54321]",
        HelpName = "IP[:PORT]",
        CustomParser = ParseTargets,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Terminal _terminal;

    private VirtualMachineCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var definition = new VirtualMachineCommand(terminal);
        definition._ports.AcceptOnlyFromAmong("true", "system");
        definition._profile.AcceptOnlyFromAmong("3.1.0", "3.4.2", "4.0.0");
        definition._loss.RequireWithin(0, 1);
        var command = new Command("vm", "Serve a virtual machine until Ctrl-C or a termination signal. Prints one line starting with 'ready' once it does.")
        {
            definition._board, definition._noWrap, definition._bind, definition._bmp, definition._booted, definition._profile, definition._loss, definition._seed, definition._ports, definition._announce,
        };
        command.SetAction(definition.RunAsync);
        return command;
    }

    private static Option<IPAddress> CreateAddress(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "IP",
        CustomParser = static result =>
        {
            if (IPAddress.TryParse(result.Tokens[0].Value, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetwork)
                return address;

            result.AddError($"'{result.Tokens[0].Value}' is no IPv4 address.");
            return null;
        },
    };

    private static IPEndPoint[]? ParseTargets(ArgumentResult result)
    {
        var targets = new List<IPEndPoint>();
        foreach (Token token in result.Tokens)
        {
            if (!IPEndPoint.TryParse(token.Value, out IPEndPoint? target) || target.AddressFamily != AddressFamily.InterNetwork)
            {
                result.AddError($"'{token.Value}' is no IP or IP:PORT.");
                return null;
            }

            targets.Add(target.Port == 0 ? new IPEndPoint(target.Address, BootMessage.Port) : target);
        }

        return [.. targets];
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        VirtualMachineOptions options = ReadOptions(parsed);
        IPAddress[] reachable = [.. new[] { options.BindAddress, options.BmpAddress ?? options.BindAddress }.Where(static address => !IPAddress.IsLoopback(address)).Distinct()];
        foreach (IPAddress address in reachable)
            await _terminal.Error.WriteLineAsync($"warning: {address} is not a loopback address: whoever reaches this computer can use the virtual machine.");

        await using VirtualMachine machine = await StartAsync(options, cancellationToken);
        await AnnounceAsync(machine, KindOf(parsed).Name, parsed.GetValue(_loss), parsed.WantsJson());
        await UntilCancelledAsync(cancellationToken);
        DeviceStatistics[] statistics = [.. machine.Boards.Select(static board => board.Statistics)];
        await _terminal.Error.WriteLineAsync(
            $"stopped: {Quantities.Count(statistics.Sum(static board => board.Received))} datagrams received, {Quantities.Count(statistics.Sum(static board => board.Sent))} sent, {Quantities.Count(statistics.Sum(static board => board.Dropped))} dropped.");
        return ExitCodes.Success;
    }

    private MachineKind KindOf(ParseResult parsed) => parsed.GetResult(_board) is null ? MachineKind.Default : parsed.GetValue(_board);

    private VirtualMachineOptions ReadOptions(ParseResult parsed)
    {
        var faults = new LinkFaults { Loss = parsed.GetValue(_loss) };
        Version profile = Version.Parse(parsed.GetValue(_profile)!);
        MachineKind kind = KindOf(parsed);
        return new VirtualMachineOptions
        {
            Board = kind.Board,
            Triads = kind.Arrangement(wraps: !parsed.GetValue(_noWrap)),
            BindAddress = parsed.GetValue(_bind) ?? new IPAddress([127, 0, 240, 9]),
            BmpAddress = parsed.GetValue(_bmp),
            Booted = parsed.GetValue(_booted),
            Firmware = new SoftwareVersion(profile.Major, profile.Minor, profile.Build),
            UseTruePorts = parsed.GetValue(_ports) is "true",
            Seed = parsed.GetValue(_seed),
            Faults = new FaultOptions { Ingress = faults, Egress = faults },
            AnnouncementTargets = parsed.GetValue(_announce) is { Length: > 0 } targets ? targets : null,
        };
    }

    private static async Task<VirtualMachine> StartAsync(VirtualMachineOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await VirtualMachine.StartAsync(options, cancellationToken);
        }
        catch (SpinnakerConnectionException exception)
        {
            string advice = options.UseTruePorts
                ? "Another virtual machine may be running there: choose another --bind, or --ports system. macOS has only 127.0.0.1 unless others are added to lo0."
                : "Choose another --bind.";
            throw new CommandFailedException($"{exception.Message} {advice}", exception);
        }
    }

    private async Task AnnounceAsync(VirtualMachine machine, string kind, double loss, bool json)
    {
        VirtualBoard board = machine.Boards[0];
        var result = new VirtualMachineResult(
            Ready: true,
            kind,
            machine.Boards.Count,
            board.EndPoint.ToString(),
            board.BootEndPoint.ToString(),
            machine.Bmp.EndPoint.ToString(),
            machine.Options.Booted,
            machine.Options.Seed,
            loss);
        if (json)
        {
            await _terminal.WriteJsonAsync(result, CliJson.Default.VirtualMachineResult);
        }
        else
        {
            await _terminal.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"ready board={result.Board} boards={result.Boards} scp={result.Scp} boot={result.Boot} bmp={result.Bmp} booted={(result.Booted ? "yes" : "no")} seed={result.Seed} loss={loss}"));
        }

        await _terminal.Out.FlushAsync(CancellationToken.None);
    }

    private static async Task UntilCancelledAsync(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = cancellationToken.Register(() => stopped.TrySetResult());
        await stopped.Task;
    }
}
