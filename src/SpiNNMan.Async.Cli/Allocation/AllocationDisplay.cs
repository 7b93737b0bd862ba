using Spectre.Console;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Allocation;

/// <summary>Shows how far an allocation is: in a live line if standard error is a terminal, otherwise in a line if it takes long.</summary>
internal static class AllocationDisplay
{
    /// <summary>Allocates, and shows the progress.</summary>
    public static async Task<T> RunAsync<T>(Terminal terminal, string text, Func<AllocationStep, Task<T>> allocate)
    {
        var step = new AllocationStep(text);
        if (!terminal.IsErrorTerminal)
        {
            using var notice = new WaitNotice(terminal, () => step.Text);
            return await allocate(step);
        }

        return await terminal.ErrorConsole.Status().StartAsync(Markup.Escape(text), context =>
        {
            step.Changed = line => context.Status(Markup.Escape(line));
            return allocate(step);
        });
    }
}
