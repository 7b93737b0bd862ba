using System.CommandLine;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Commands.Applications;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory.Streaming;

namespace SpiNNMan.Async.Cli.Commands.Memory;

/// <summary>The options of commands that can stream memory.</summary>
internal sealed class FastOptions
{
    private readonly Option<bool> _fast = new("--fast") { Description = "Stream the memory, by extra monitors and a packet gatherer. No application may run meanwhile." };
    private readonly Option<string?> _monitor = Image("--monitor", "The APLX file of the extra monitor, if it does not run already; virtual:extra_monitor for virtual machines.", "virtual:extra_monitor");
    private readonly Option<string?> _gatherer = Image("--gatherer", "The APLX file of the packet gatherer, if it does not run already; virtual:packet_gatherer for virtual machines.", "virtual:packet_gatherer");

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Options.Add(_fast);
        command.Options.Add(_monitor);
        command.Options.Add(_gatherer);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_monitor) is null != (result.GetValue(_gatherer) is null))
                result.AddError("--monitor and --gatherer go together: each streams nothing without the other.");
            else if (result.GetValue(_monitor) is not null && !result.GetValue(_fast))
                result.AddError("--monitor and --gatherer are for --fast.");
        });
    }

    /// <summary>Whether memory is to be streamed.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_fast);

    /// <summary>Opens the machine of a board, and streams of the board of a chip.</summary>
    public async Task<FastMachine> OpenAsync(Terminal terminal, ParseResult parsed, HostTarget host, CoreLocation core, ScampConnectionOptions? connection, CancellationToken cancellationToken)
    {
        if (core.Core != 0)
            throw new CommandFailedException($"--fast moves memory of a chip, and {core} is a core: name the chip {core.Chip}.");

        StreamingImages? images = null;
        if (parsed.GetValue(_monitor) is { } monitor && parsed.GetValue(_gatherer) is { } gatherer)
        {
            ApplicationImage first = await ApplicationOptions.ReadImageAsync(monitor, cancellationToken);
            images = new StreamingImages(first.Data, (await ApplicationOptions.ReadImageAsync(gatherer, cancellationToken)).Data);
        }

        using WaitNotice notice = terminal.WaitFor($"Opening {host} for streams");
        Transceiver transceiver = await host.OpenTransceiverAsync(cancellationToken, connection is null ? null : new TransceiverOptions { Connection = connection });
        try
        {
            MemoryStreaming streaming = await transceiver.Memory.OpenStreamingAsync(new StreamingOptions { Images = images, Boards = [core.Chip] }, cancellationToken);
            return new FastMachine(transceiver, streaming);
        }
        catch (StreamingException exception) when (images is null)
        {
            await transceiver.DisposeAsync();
            throw new CommandFailedException($"{exception.Message} On the command line they are named with --monitor and --gatherer.", exception);
        }
        catch
        {
            await transceiver.DisposeAsync();
            throw;
        }
    }

    private static Option<string?> Image(string name, string description, string example)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "FILE" };
        option.RequireText();
        option.SuggestWords([example]);
        return option;
    }
}
