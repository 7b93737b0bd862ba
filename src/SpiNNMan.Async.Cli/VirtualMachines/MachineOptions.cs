using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Net.Sockets;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Input;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Answering;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>The options of <c>spinnman vm</c> that describe the machine.</summary>
internal sealed class MachineOptions
{
    /// <summary>A larger machine starts at another address: each frame of 24 boards takes one value of the third byte of the address, and from 240 on there are only 16.</summary>
    private const int MostBoardsAtUsualAddress = 16 * 24;

    private static readonly IPAddress s_usualAddress = new([127, 0, 240, 9]);

    private readonly Option<MachineKind> _board = new("--board")
    {
        Description = "The machine: single is a lone chip, spin3 has 4 chips, spin5 has 48; 3x2 is 3 by 2 triads of spin5 boards. [default: spin5]",
        HelpName = "single|spin3|spin5|WxH",
        CustomParser = MachineKind.Parse,
    };

    private readonly Option<bool> _noWrap = new("--no-wrap") { Description = "Let a machine of triads end at its edges instead of going round." };
    private readonly Option<IPAddress> _bind = CreateAddress("--bind", "The board's address, one of this computer's. [default: 127.0.240.9, or 127.1.0.9 for more than 384 boards]");
    private readonly Option<IPAddress> _bmp = CreateAddress("--bmp", "The address of the BMP. [default: the one before the board's]");
    private readonly Option<bool> _booted = new("--booted") { Description = "Start with SC&MP running, instead of waiting for a boot image." };
    private readonly Option<string> _profile = new("--profile") { Description = "The SC&MP that --booted starts; an image brings its own.", DefaultValueFactory = static _ => "4.0.0" };
    private readonly Option<string> _ports = new("--ports") { Description = "Real boards' ports (true: 17893 and 54321), or ones that are free (system).", DefaultValueFactory = static _ => "true" };
    private readonly Option<string> _timing = new("--timing") { Description = "Switching on and booting take some tenths of a second, or seconds as on boards.", DefaultValueFactory = static _ => "compressed" };
    private readonly Option<string> _speed = new("--speed") { Description = "Commands take no time, or as long as on boards.", DefaultValueFactory = static _ => "fast" };
    private readonly Option<ulong> _seed = new("--seed") { Description = "What everything random is drawn from.", HelpName = "N" };
    private readonly Option<double> _loss = CreateShare("--loss", "The share of datagrams that get lost, each way, 0 to 1.");
    private readonly Option<double> _duplicate = CreateShare("--duplicate", "The share that arrive twice.");
    private readonly Option<double> _reorder = CreateShare("--reorder", "The share that are overtaken by the next one.");
    private readonly Option<double> _corrupt = CreateShare("--corrupt", "The share of which a bit is changed.");
    private readonly Option<double> _delay = CreateMilliseconds("--delay", "How long every datagram takes, each way, in milliseconds.");
    private readonly Option<double> _jitter = CreateMilliseconds("--jitter", "How much longer it may take.");
    private readonly Option<FileInfo> _faults = new("--faults") { Description = "A file that says which boards, chips, cores and links are dead, and which boards have a bad network; board.info files will do.", HelpName = "FILE", CustomParser = OptionChecks.ParseFile! };
    private readonly Option<ApplicationRule[]> _run = new("--run")
    {
        Description = $"Which built-in program acts which images: PROGRAM is {string.Join(", ", BuiltInProgram.Names.Keys)}; RULE the image's name (with * and ?), sum:NUMBER, text:TEXT or file:APLX. First fit; the usual rules follow.",
        HelpName = "RULE=PROGRAM[:ARGUMENT]",
        CustomParser = ProgramRule.ParseAll,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _noExecution = new("--no-execution") { Description = "Let images that no rule claims run and do nothing, instead of executing them." };

    private readonly Option<ProgramPlacement[]> _place = new("--place")
    {
        Description = "Which built-in programs are on which cores as soon as the boards are booted, with no host that loads them.",
        HelpName = PlacementRule.PlacementForm,
        CustomParser = PlacementRule.ParsePlacements,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<PacketRoute[]> _route = new("--route")
    {
        Description = "Which multicast packets from a chip go to which cores, with no host that loads routes.",
        HelpName = PlacementRule.RouteForm,
        CustomParser = PlacementRule.ParseRoutes,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _anyDestination = new("--any-destination")
    {
        Description = "Let boards send to any host that an IP tag names, and not only to loopback addresses and to hosts that have sent to them.",
    };

    private readonly Option<IPEndPoint[]> _announce = new("--announce")
    {
        Description = "Where an unbooted board announces itself. [default: 127.0.0.1:54321]",
        HelpName = "IP[:PORT]",
        CustomParser = ParseTargets,
        Arity = ArgumentArity.OneOrMore,
    };

    public MachineOptions()
    {
        _seed.RequireWithin(0UL, ulong.MaxValue);
        _ports.AcceptOnlyFromAmong("true", "system");
        _profile.AcceptOnlyFromAmong("3.1.0", "3.4.2", "4.0.0");
        _timing.AcceptOnlyFromAmong("compressed", "real");
        _speed.AcceptOnlyFromAmong("fast", "real");
        _board.SuggestWords(["single", "spin3", "spin5", "1x1", "2x1", "2x2"]);
        _run.SuggestWords(static typed => BuiltInProgram.Names.Keys.Select(name => $"{(typed.Contains('=', StringComparison.Ordinal) ? typed[..typed.IndexOf('=', StringComparison.Ordinal)] : "*")}={name}"));
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_board, _noWrap, _bind, _bmp, _booted, _profile, _ports, _timing, _speed, _faults, _run, _noExecution, _place, _route, _announce, _anyDestination, _seed, _loss, _duplicate, _reorder, _corrupt, _delay, _jitter])
            command.Options.Add(option);
    }

    public MachineKind KindOf(ParseResult parsed) => parsed.GetResult(_board) is null ? MachineKind.Default : parsed.GetValue(_board);

    /// <summary>The options that say where a machine listens.</summary>
    public IReadOnlyList<Option> ForPlaces => [_bind, _bmp, _ports];

    /// <summary>Reads the options that say where a machine listens, for the machine of a capture.</summary>
    public AnsweringMachineOptions ReadPlaces(ParseResult parsed) => new()
    {
        BindAddress = parsed.GetValue(_bind) ?? s_usualAddress,
        BmpAddress = parsed.GetValue(_bmp),
        UseTruePorts = parsed.GetValue(_ports) is "true",
    };

    public double LossOf(ParseResult parsed) => parsed.GetValue(_loss);

    /// <summary>Reads the options.</summary>
    /// <exception cref="FaultFileException">A line of the fault file is wrong for this machine.</exception>
    public async Task<VirtualMachineOptions> ReadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        Version profile = Version.Parse(parsed.GetValue(_profile)!);
        MachineKind kind = KindOf(parsed);
        TriadArrangement? triads = kind.Arrangement(wraps: !parsed.GetValue(_noWrap));
        var options = new VirtualMachineOptions
        {
            Board = kind.Board,
            Triads = triads,
            BindAddress = parsed.GetValue(_bind) ?? (triads?.BoardCount > MostBoardsAtUsualAddress ? new IPAddress([127, 1, 0, 9]) : s_usualAddress),
            BmpAddress = parsed.GetValue(_bmp),
            Booted = parsed.GetValue(_booted),
            Firmware = new SoftwareVersion(profile.Major, profile.Minor, profile.Build),
            UseTruePorts = parsed.GetValue(_ports) is "true",
            BootTiming = parsed.GetValue(_timing) is "real" ? BootTiming.Real : BootTiming.Compressed,
            ServiceTime = parsed.GetValue(_speed) is "real" ? ServiceTime.Hardware : ServiceTime.None,
            Seed = parsed.GetValue(_seed),
            Faults = ReadFaults(parsed),
            Applications = [.. parsed.GetValue(_run) ?? [], .. ApplicationRule.BuiltIn],
            Programs = new ProgramOptions { IsOn = !parsed.GetValue(_noExecution) },
            Placements = parsed.GetValue(_place) ?? [],
            Routes = parsed.GetValue(_route) ?? [],
            AnyDestination = parsed.GetValue(_anyDestination),
            AnnouncementTargets = parsed.GetValue(_announce) is { Length: > 0 } targets ? targets : null,
        };
        return parsed.GetValue(_faults) is { } file ? (await ReadAsync(file, cancellationToken)).ApplyTo(options, cancellationToken) : options;
    }

    private static async Task<FaultFile> ReadAsync(FileInfo file, CancellationToken cancellationToken) =>
        FaultFile.Parse(await InputFiles.ReadTextAsync(file.FullName, InputFiles.MostOfList, "a list of faults", cancellationToken), file.Name, cancellationToken);

    private static Option<double> CreateShare(string name, string description)
    {
        var option = new Option<double>(name) { Description = description, HelpName = "P" };
        option.RequireWithin(0, 1);
        return option;
    }

    private static Option<double> CreateMilliseconds(string name, string description)
    {
        var option = new Option<double>(name) { Description = description, HelpName = "MS" };
        option.RequireWithin(0, 3_600_000);
        return option;
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

    private FaultOptions ReadFaults(ParseResult parsed)
    {
        var faults = new LinkFaults
        {
            Loss = parsed.GetValue(_loss),
            Duplication = parsed.GetValue(_duplicate),
            Reordering = parsed.GetValue(_reorder),
            Corruption = parsed.GetValue(_corrupt),
            Delay = TimeSpan.FromMilliseconds(parsed.GetValue(_delay)),
            Jitter = TimeSpan.FromMilliseconds(parsed.GetValue(_jitter)),
        };

        // With None, the network draws no random numbers.
        return faults.Equals(LinkFaults.None) ? FaultOptions.None : new FaultOptions { Ingress = faults, Egress = faults };
    }
}
