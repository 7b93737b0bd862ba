using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Input;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>The options of <c>spinnman vm</c> that select the kind of chips, and how chips that execute an image are run.</summary>
internal sealed class EngineOptions
{
    private const string Chip = "chip";
    private const string Booted = "--booted";
    private const string Fastest = "max";
    private const double SlowestPace = 0.001;
    private const double FastestPace = 1000;
    private const long Mebibyte = 1L << 20;
    private const long MostMebibytes = 1L << 30;

    private readonly Option<string> _engine = new("--engine") { Description = "What the chips are: models of chips that run SC&MP (modelled), or chips that execute whatever image they are sent (chip).", DefaultValueFactory = static _ => "modelled" };
    private readonly Option<FileInfo> _image = CreateFile("--image", "The image that --booted sends to the boot ROM of the first board, with --engine chip.");
    private readonly Option<double> _pace = new("--pace")
    {
        Description = "How many seconds pass for the chips in a second: a number, or max for as fast as this computer can. [default: 1]",
        HelpName = "X|max",
        CustomParser = ParsePace,
        DefaultValueFactory = static _ => 1,
    };

    private readonly Option<int> _hostThreads = new("--host-threads") { Description = "How many threads of this computer run chips; what happens is the same. [default: 1]", HelpName = "N", DefaultValueFactory = static _ => 1 };
    private readonly Option<double> _hostLoad = new("--host-load") { Description = "The part of the time for which they may, 0.01 to 1. [default: 1]", HelpName = "P", DefaultValueFactory = static _ => 1 };
    private readonly Option<long?> _memory = new("--memory") { Description = "How much memory of this computer chips may take, in MiB. [default: half of it; 16384 with --engine chip]", HelpName = "MIB" };
    private readonly Option<FileInfo> _record = CreateFile("--record", "Write everything that comes to the chips to a file, for --replay.");

    public EngineOptions()
    {
        _engine.AcceptOnlyFromAmong("modelled", Chip);
        _hostThreads.RequireWithin(1, ExecutionOptions.MostHostThreads);
        _hostLoad.RequireWithin(0.01, 1);
        _memory.RequireWithin(1L, MostMebibytes);
    }

    /// <summary>The option for repeating a recorded run.</summary>
    public Option<FileInfo> Replay { get; } = CreateFile("--replay", "Do the run again that --record wrote, as fast as this computer can and without a network, and tell whether it ended alike.");

    private IEnumerable<Option> ForExecution => [_image, _pace, _hostThreads, _hostLoad, _record];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_engine);
        foreach (Option option in ForExecution)
            command.Options.Add(option);
        command.Options.Add(_memory);
        command.Options.Add(Replay);
        command.Validators.Add(Check);
    }

    /// <summary>The file for a recording; <see langword="null"/> if nothing is recorded.</summary>
    public FileInfo? RecordOf(ParseResult parsed) => parsed.GetValue(_record);

    /// <summary>The number of threads that run chips.</summary>
    public int HostThreadsOf(ParseResult parsed) => parsed.GetValue(_hostThreads);

    /// <summary>The limit for the memory of the chips, in bytes; <see langword="null"/> if the user set none.</summary>
    public long? MemoryOf(ParseResult parsed) => parsed.GetValue(_memory) * Mebibyte;

    /// <summary>Reads the options, and adds their values to the options of the machine.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">The other options of the machine.</param>
    /// <param name="recording">The writer for the recording; <see langword="null"/> if nothing is recorded.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<VirtualMachineOptions> ReadAsync(ParseResult parsed, VirtualMachineOptions options, TextWriter? recording, CancellationToken cancellationToken)
    {
        if (MemoryOf(parsed) is { } memory)
            options = options with { MemoryLimit = memory };
        if (!IsChip(parsed.CommandResult))
            return options;

        return options with
        {
            Engine = ChipEngine.Executed,
            Execution = new ExecutionOptions
            {
                Image = parsed.GetValue(_image) is { } image ? await ReadImageAsync(image, cancellationToken) : default,
                Pace = parsed.GetValue(_pace),
                HostThreads = parsed.GetValue(_hostThreads),
                HostLoad = parsed.GetValue(_hostLoad),
                Recording = recording,
            },
        };
    }

    private static async Task<byte[]> ReadImageAsync(FileInfo file, CancellationToken cancellationToken)
    {
        byte[] image = await InputFiles.ReadAsync(file.FullName, InputFiles.MostOfImage, "a boot image", cancellationToken);
        return image.Length is > 0 and <= ExecutionOptions.MostImageBytes && image.Length % sizeof(uint) == 0
            ? image
            : throw new CommandFailedException($"{file.Name} has {image.Length} bytes; a boot image has 4 to {ExecutionOptions.MostImageBytes}, a multiple of 4.");
    }

    private static Option<FileInfo> CreateFile(string name, string description) => new(name) { Description = description, HelpName = "FILE", CustomParser = OptionChecks.ParseFile! };

    private static double ParsePace(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (text.Equals(Fastest, StringComparison.Ordinal))
            return 0;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double pace) && pace is >= SlowestPace and <= FastestPace)
            return pace;

        result.AddError($"--pace must be a number from {SlowestPace.ToString(CultureInfo.InvariantCulture)} to {FastestPace}, or {Fastest}, and not '{text}'.");
        return 1;
    }

    private static bool IsGiven(CommandResult result, string name) => result.GetResult(name) is OptionResult { Implicit: false };

    private bool IsChip(CommandResult result) => Chip.Equals(result.GetValue(_engine), StringComparison.Ordinal);

    private void Check(CommandResult result)
    {
        if (IsGiven(result, Replay.Name))
        {
            if (ForExecution.FirstOrDefault(option => option != _hostThreads && IsGiven(result, option.Name)) is { } useless)
                result.AddError($"{useless.Name} says nothing to --replay: the recording says what the machine is.");
            return;
        }

        if (result.Errors.Any())
            return;
        if (!IsChip(result) && ForExecution.FirstOrDefault(option => IsGiven(result, option.Name)) is { } first)
            result.AddError($"{first.Name} is for chips that execute: add --engine chip.");
        else if (IsChip(result) && IsGiven(result, Booted) && !IsGiven(result, _image.Name))
            result.AddError("With --engine chip, --booted needs --image FILE: no image comes with this program.");
        else if (IsGiven(result, _image.Name) && !IsGiven(result, Booted))
            result.AddError("--image is what --booted starts: add --booted, or leave the image to a host that boots the machine.");
    }
}
