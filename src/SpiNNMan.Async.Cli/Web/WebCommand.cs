using System.CommandLine;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Cli.Watching;
using SpiNNMan.Async.Web.Serving;

namespace SpiNNMan.Async.Cli.Web;

/// <summary><c>spinnman web HOST</c>: shows a whole machine on a page of this computer.</summary>
internal sealed class WebCommand
{
    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Option<int> _port = new("--port", "-p") { Description = "The port of the page on this computer; 0 lets the system choose.", HelpName = "PORT", DefaultValueFactory = static _ => 0 };
    private readonly Option<int?> _count = new("--count", "-n") { Description = "Stop after so many looks.", HelpName = "N" };
    private readonly WatchArguments _watch;
    private readonly Command _command;
    private readonly Terminal _terminal;

    private WebCommand(Terminal terminal)
    {
        _terminal = terminal;
        _command = new Command("web", "Show a whole machine on a web page of this computer, until stopped: its boards and chips, what is wrong now, and the heat of its routers over time.") { _host, _port, _count };
        _watch = WatchArguments.AddTo(_command);
        _port.RequireWithin(0, ushort.MaxValue);
        _count.RequireWithin(1, int.MaxValue);
        _command.RequireFullTool("the web page");
        _command.SetAction((parsed, cancellationToken) => ToolBuild.IsFull ? RunAsync(parsed, cancellationToken) : Task.FromResult(ExitCodes.WrongUsage));
    }

    public static Command Create(Terminal terminal) => new WebCommand(terminal)._command;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        HostTarget host = parsed.GetRequiredValue(_host);
        await using Transceiver transceiver = await _watch.OpenAsync(_terminal, parsed, host, cancellationToken);
        using var page = new WatchedPage(host.ToString(), new MachineDetails(transceiver), new HeatHistory());
        await using PageServer server = await PageServer.StartAsync(page, parsed.GetValue(_port), cancellationToken);
        await ShowAsync(server.Address, page.Name, parsed.WantsJson());
        int count = 0;
        try
        {
            await foreach (HealthResult look in LookSource.WatchAsync(transceiver, _watch.ToOptions(parsed), cancellationToken))
            {
                page.Add(look);
                if (++count == parsed.GetValue(_count))
                    break;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping is how it ends.
        }

        return ExitCodes.Success;
    }

    private async Task ShowAsync(Uri address, string name, bool json)
    {
        if (json)
            await _terminal.WriteJsonAsync(new WebResult(address.ToString(), address.Port), WebJson.Default.WebResult);
        else
            await _terminal.Out.WriteLineAsync($"{name} is shown at {address} until Ctrl-C.");

        await _terminal.Out.FlushAsync(CancellationToken.None);
    }
}
