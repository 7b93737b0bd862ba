using System.CommandLine;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Commands.Jobs;

/// <summary>Shows something again and again: in place on a terminal, elsewhere one below the other.</summary>
internal sealed class WatchDisplay(Terminal terminal)
{
    private bool _isFirst = true;

    /// <summary>Creates the option <c>--watch</c>.</summary>
    public static Option<bool> CreateOption(string description) => new("--watch") { Description = description };

    /// <summary>Shows it as it is now.</summary>
    public async Task ShowAsync(Func<Task> write)
    {
        if (terminal.IsOutTerminal)
            terminal.OutConsole.Clear(home: true);
        else if (!_isFirst)
            await terminal.Out.WriteLineAsync();

        _isFirst = false;
        await write();
        await terminal.Out.FlushAsync(CancellationToken.None);
    }
}
