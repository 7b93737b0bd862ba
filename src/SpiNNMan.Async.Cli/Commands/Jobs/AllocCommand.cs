using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using SpiNNMan.Async.Cli.Allocation;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Input;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Commands.Jobs;

/// <summary><c>spinnman alloc [N | WxH | X,Y,Z] [-- COMMAND]</c>: allocates boards and holds them until Enter, Ctrl-C or the end of a command.</summary>
internal sealed class AllocCommand
{
    private readonly Argument<string[]> _words = new("N|WxH|X,Y,Z")
    {
        Description = $"The boards: {AllocationShapes.Form}; by default one board. Then, after --, a command to run with them: {ChildWords.Help}",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _service = AllocationServices.CreateOption();
    private readonly Option<bool> _boot = new("--boot") { Description = "Boot the machine." };
    private readonly Option<string?> _image = new("--image")
    {
        Description = $"The boot image; '{BootImageFinder.Virtual}' makes one up for virtual boards. [default: ${BootImageFinder.Variable}, or that of an installed Python SpiNNMan; at loopback addresses {BootImageFinder.Virtual}]",
        HelpName = "FILE",
    };

    private readonly Terminal _terminal;
    private readonly AllocationServices _services;

    private AllocCommand(Terminal terminal, AllocationServices services)
    {
        _terminal = terminal;
        _services = services;
    }

    public static Command Create(Terminal terminal, AllocationServices services)
    {
        var definition = new AllocCommand(terminal, services);
        definition._words.RequireText();
        definition._image.RequireText();
        definition._image.SuggestWords([BootImageFinder.Virtual]);
        var command = new Command("alloc", "Allocate boards of a large machine, and hold them until Enter, Ctrl-C, or the end of a command.")
        {
            definition._words, definition._service, definition._boot, definition._image,
        };
        var request = RequestOptions.AddTo(command);
        command.SetAction((parsed, cancellationToken) => definition.RunAsync(parsed, request, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, RequestOptions options, CancellationToken cancellationToken)
    {
        if (Split(parsed, out BoardRequest shape, out string[] command) is { } problem)
        {
            await _terminal.WriteErrorAsync($"{problem} See 'spinnman alloc --help'.", ErrorKinds.WrongUsage, ExitCodes.WrongUsage);
            return ExitCodes.WrongUsage;
        }

        await using OpenedService service = _services.Open(parsed.GetValue(_service));
        BoardRequest request = options.Read(parsed, shape, service.Files);
        bool boots = parsed.GetValue(_boot) || parsed.GetValue(_image) is not null;
        BootedBoards boards = await BootedBoards.PrepareAsync(_terminal, service.Allocator, request, boots, parsed.GetValue(_image), cancellationToken);
        using var givingBack = new GivingBack(_terminal, cancellationToken) { HasBoards = true };
        await using AllocatedJob job = await AllocationDisplay.RunAsync(_terminal, $"Asking {service} for {request}", step => boards.AllocateAsync(step, givingBack.Token));
        JobMachine machine = await job.GetMachineAsync(givingBack.Token);
        await ShowAsync(job, machine, parsed.WantsJson(), hasCommand: command.Length > 0);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(givingBack.Token, job.Lost);
        try
        {
            if (command.Length > 0)
                return await RunAsync(command, service, job, machine, stop.Token);

            await WaitAsync(stop.Token);
            return ExitCodes.Success;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // This throws the error with the reason.
            await job.GetStatusAsync(cancellationToken);
            throw;
        }
    }

    /// <summary>Reads the boards before <c>--</c>, and the command behind it.</summary>
    /// <returns>The fault in them; <see langword="null"/> if nothing is.</returns>
    private string? Split(ParseResult parsed, out BoardRequest request, out string[] command)
    {
        command = [.. parsed.Tokens.SkipWhile(static token => token.Type is not TokenType.DoubleDash).Skip(1).Select(static token => token.Value)];
        string[] shape = (parsed.GetValue(_words) ?? [])[..^command.Length];
        request = new BoardRequest();
        if (shape.Length > 1)
            return $"'{shape[1]}' is one word too many. Write {AllocationShapes.Form}. A command to run stands behind --.";

        if (shape is [var text])
        {
            if (!AllocationShapes.TryParse(text, out BoardRequest? wanted))
                return $"'{text}' names no boards. Write {AllocationShapes.Form}.";

            request = wanted;
        }

        return null;
    }

    private static async Task<int> RunAsync(string[] command, OpenedService service, AllocatedJob job, JobMachine machine, CancellationToken cancellationToken)
    {
        using var words = new ChildWords(job.Id, machine);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Targets.Defaults.HostVariable] = machine.RootHost,
            [AllocationServices.Variable] = service.Address,
        };
        return await ChildCommand.RunAsync([.. command.Select(words.Fill)], variables, cancellationToken);
    }

    /// <summary>Waits for Enter. Where the input ends, nobody can press it, and the boards are held until the program is stopped.</summary>
    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _terminal.Error.WriteLineAsync("Enter or Ctrl-C gives the boards back.");
        var pressed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            if (ReadsLine())
                pressed.TrySetResult();
        })
        { IsBackground = true, Name = "standard input" }.Start();
        await pressed.Task.WaitAsync(cancellationToken);
    }

    private bool ReadsLine()
    {
        try
        {
            if (!_terminal.MayReadInput)
                return false;

            using Stream input = _terminal.OpenInput();
            int read;
            do
                read = input.ReadByte();
            while (read is not ('\n' or '\r' or -1));
            return read >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            return false;
        }
    }

    private async Task ShowAsync(AllocatedJob job, JobMachine machine, bool json, bool hasCommand)
    {
        if (json)
        {
            await _terminal.WriteJsonAsync(JobResult.From(job.Id, job.Status, machine), CliJson.Default.JobResult);
            await _terminal.Out.FlushAsync(CancellationToken.None);
            return;
        }

        await _terminal.Error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"Job {job.Id}: {Quantities.Count(machine.Hosts.Count, "board")} of {PrintableText.OfLine(machine.Name)}, {machine.Width} x {machine.Height} chips."));

        // Standard output is that of the command.
        TextWriter output = hasCommand ? _terminal.Error : _terminal.Out;
        foreach (BoardHost host in machine.Hosts)
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{host.Chip.X},{host.Chip.Y}  {PrintableText.OfLine(host.Host)}"));

        await output.FlushAsync(CancellationToken.None);
    }
}
