using System.CommandLine;
using System.Globalization;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tags;
using SpiNNMan.Async.Wire.Scp.Tags;

namespace SpiNNMan.Async.Cli.Commands.Routing;

/// <summary><c>spinnman tags HOST</c>: shows, sets and clears the tags of boards.</summary>
internal sealed class TagsCommand
{
    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Option<ChipLocation?> _board = new("--board") { Description = "The board, by any of its chips; by default all boards.", HelpName = "X,Y", CustomParser = static result => Numbers.ParseChip(result) };
    private readonly Option<TagSetting[]> _set = TagArguments.CreateSet();
    private readonly Option<ReverseTagSetting[]> _reverse = TagArguments.CreateReverse();
    private readonly Option<byte[]> _clear = TagArguments.CreateClear();
    private readonly Option<bool> _keepSdp = new("--keep-sdp") { Description = "With --set: send whole SDP messages, and not their data only." };

    private readonly Terminal _terminal;

    private TagsCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var definition = new TagsCommand(terminal);
        var command = new Command("tags", "Show the tags of boards, after setting and clearing some.")
        {
            definition._host, definition._board, definition._set, definition._reverse, definition._clear, definition._keepSdp,
        };
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using Transceiver transceiver = await OpeningDisplay.OpenAsync(_terminal, parsed.GetRequiredValue(_host), cancellationToken);
        using WaitNotice notice = _terminal.WaitFor("Waiting for boards to answer about their tags");
        ChipLocation? board = parsed.GetValue(_board);
        MachineOperationException? error = null;
        foreach (byte tag in parsed.GetValue(_clear) ?? [])
            await TryAsync(transceiver.Tags.ClearAsync(tag, board, cancellationToken));

        foreach (TagSetting setting in parsed.GetValue(_set) ?? [])
            await TryAsync(transceiver.Tags.SetAsync(setting.Tag, setting.Host, setting.Port, board, !parsed.GetValue(_keepSdp), cancellationToken));

        foreach (ReverseTagSetting setting in parsed.GetValue(_reverse) ?? [])
            await TryAsync(transceiver.Tags.SetReverseAsync(setting.Tag, setting.Port, setting.Core, board: board, cancellationToken: cancellationToken));

        PartialResult<IReadOnlyList<BoardTag>> tags = await PartialResult.FromAsync(transceiver.Tags.GetAsync(board, cancellationToken));
        if (parsed.WantsJson())
        {
            foreach (BoardTag tag in tags.Value)
                await _terminal.WriteJsonAsync(TagResult.From(tag), CliJson.Default.TagResult);
        }
        else if (tags.Value.Count == 0)
        {
            await _terminal.Error.WriteLineAsync("No tag is in use.");
        }
        else
        {
            MakeTable(tags.Value).WriteTo(_terminal.OutConsole);
        }

        (tags with { Error = error ?? tags.Error }).ThrowIfIncomplete();
        return ExitCodes.Success;

        // If some boards fail, the command goes on, and shows the tags of the others.
        async Task TryAsync(Task setting)
        {
            try
            {
                await setting;
            }
            catch (MachineOperationException exception)
            {
                error ??= exception;
            }
        }
    }

    private static TextTable MakeTable(IEnumerable<BoardTag> tags)
    {
        var table = new TextTable("Board", "Chip", "Tag", "From", "To", "SDP headers", "Messages");
        foreach (BoardTag tag in tags)
        {
            IPTagEntry entry = tag.Entry;
            table.AddRow(
                tag.BoardAddress.ToString(),
                tag.Board.ToString(),
                tag.Tag.ToString(CultureInfo.InvariantCulture),
                entry.IsReverse ? string.Create(CultureInfo.InvariantCulture, $"port {entry.ReceivePort}") : "cores",
                entry.IsReverse ? string.Create(CultureInfo.InvariantCulture, $"{entry.Destination} port {entry.DestinationPort}") : $"{entry.Address}:{entry.Port}",
                entry.StripsSdp ? "no" : "yes",
                Quantities.Count(entry.MessageCount));
        }

        return table;
    }
}
