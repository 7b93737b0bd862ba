using System.CommandLine;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.LogDictionaries;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Commands.Applications;

/// <summary><c>spinnman iobuf HOST [X,Y,P ...]</c>: shows the text that cores printed.</summary>
internal sealed class IobufCommand
{
    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Argument<CoreLocation[]> _cores = CoreArguments.CreateCores();
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on showing what comes, until stopped." };
    private readonly Option<double> _interval = new("--interval") { Description = "Seconds between two looks when following.", DefaultValueFactory = static _ => 0.5, HelpName = "S" };

    private readonly Command _command;
    private readonly DictionaryOptions _dictionaries;
    private readonly Terminal _terminal;
    private readonly PrintedText _printed;

    private IobufCommand(Terminal terminal)
    {
        _terminal = terminal;
        _printed = new PrintedText(terminal.Out);
        _interval.RequireWithin(0.01, 3600);
        _command = new Command("iobuf", "Show what cores printed.") { _host, _cores, _follow, _interval };
        _dictionaries = DictionaryOptions.AddTo(_command);
        _command.SetAction(RunAsync);
    }

    public static Command Create(Terminal terminal) => new IobufCommand(terminal)._command;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        LogExpander expander = await _dictionaries.ReadAsync(_terminal, parsed, image: null, cancellationToken);
        await using Transceiver transceiver = await OpeningDisplay.OpenAsync(_terminal, parsed.GetRequiredValue(_host), cancellationToken);
        IReadOnlyList<CoreLocation>? cores = CoreArguments.CoresOf(parsed.GetValue(_cores), transceiver.Machine);
        bool json = parsed.WantsJson();
        if (!parsed.GetValue(_follow))
        {
            PartialResult<IReadOnlyList<Iobuf>> texts;
            using (_terminal.WaitFor("Waiting for chips to tell what their cores printed"))
                texts = await PartialResult.FromAsync(transceiver.Iobuf.GetAsync(cores, cancellationToken: cancellationToken));
            foreach (Iobuf text in texts.Value)
            {
                if (text.Text.Length > 0)
                    await ShowAsync(expander.Expand(text), json);
            }

            await _printed.EndLineAsync();
            foreach (Iobuf text in texts.Value)
                await TellDamageAsync(text);

            texts.ThrowIfIncomplete();
            return ExitCodes.Success;
        }

        bool hasText = false;
        using var notice = new WaitNotice(_terminal, () => hasText ? null : $"Waiting for {(cores is null ? "cores" : Quantities.Count(cores.Count, "core"))} to print; Ctrl-C ends it");
        try
        {
            await foreach (Iobuf piece in transceiver.Iobuf.SubscribeAsync(cores, TimeSpan.FromSeconds(parsed.GetValue(_interval)), cancellationToken))
            {
                hasText = true;
                Iobuf text = expander.ExpandNext(piece);
                if (text.Text.Length > 0)
                    await ShowAsync(text, json);

                await TellDamageAsync(text);
                await _terminal.Out.FlushAsync(cancellationToken);
            }
        }
        finally
        {
            foreach (Iobuf rest in expander.Flush())
                await ShowAsync(rest, json);
        }

        return ExitCodes.Success;
    }

    /// <summary>Reports that the text of a core is damaged. The command does not fail because of this: a program may have overwritten its own text.</summary>
    private Task TellDamageAsync(Iobuf text) =>
        text.Damage is { } damage ? _terminal.Error.WriteLineAsync($"spinnman: there may be more text of {text.Core}. {damage}") : Task.CompletedTask;

    private Task ShowAsync(Iobuf text, bool json) => json
        ? _terminal.WriteJsonAsync(new IobufResult(text.Core.X, text.Core.Y, text.Core.Core, text.Text), CliJson.Default.IobufResult)
        : _printed.ShowAsync(text);
}
