using System.CommandLine;
using System.Runtime.ExceptionServices;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Commands.Boards;

/// <summary><c>spinnman power on|off|cycle|status BMPS</c>: switches boards on and off.</summary>
internal static class PowerCommand
{
    public static Command Create(Terminal terminal) => new("power", "Switch boards on and off through their BMPs.")
    {
        CreateOne(terminal, "on", "Switch boards on; those that are on are switched off first.", static (power, token) => power.OnAsync(token)),
        CreateOne(terminal, "off", "Switch boards off. What they hold is lost.", static (power, token) => power.OffAsync(token)),
        CreateOne(terminal, "cycle", "Switch boards off and, when they have been off long enough, on again.", static (power, token) => power.CycleAsync(token)),
        CreateOne(terminal, "status", "Tell whether boards are on, by their voltages.", static (_, _) => Task.FromResult<BoardOperationException?>(null)),
    };

    private static Command CreateOne(Terminal terminal, string name, string description, Func<PowerSwitch, CancellationToken, Task<BoardOperationException?>> act)
    {
        var command = new Command(name, description);
        var bmps = BmpArguments.AddTo(command);
        var delay = new Option<int>("--delay") { Description = "Milliseconds that each board waits, times its number, so that they do not draw power all at once.", HelpName = "MS" };
        var off = new Option<double>("--off-time") { Description = "Seconds that boards stay off in between.", DefaultValueFactory = static _ => DefaultTimes.PowerCycleWait.TotalSeconds, HelpName = "S" };
        var rest = new Option<double>("--rest") { Description = "Seconds that boards are left alone after they were switched on.", DefaultValueFactory = static _ => DefaultTimes.AfterPowerOn.TotalSeconds, HelpName = "S" };
        delay.RequireWithin(0, ushort.MaxValue);
        off.RequireWithin(0, 3600);
        rest.RequireWithin(0, 3600);
        if (name is not "status")
            command.Options.Add(delay);

        if (name is "cycle")
            command.Options.Add(off);

        if (name is "on" or "cycle")
            command.Options.Add(rest);

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new BmpControllerOptions
            {
                Connection = BmpArguments.Patience with { TimeProvider = terminal.TimeProvider },
                PowerDelay = TimeSpan.FromMilliseconds(name is "status" ? 0 : parsed.GetValue(delay)),
                MinimumOffTime = TimeSpan.Zero,
                AfterPowerOn = TimeSpan.Zero,
            };
            await using BmpController boards = await bmps.ConnectAsync(terminal, parsed, options, cancellationToken);
            var power = new PowerSwitch(
                terminal, boards, TimeSpan.FromSeconds(name is "cycle" ? parsed.GetValue(off) : 0), TimeSpan.FromSeconds(name is "on" or "cycle" ? parsed.GetValue(rest) : 0));

            // The state of all boards is shown, also if the command failed for some frames.
            BoardOperationException? failure = await act(power, cancellationToken);
            PartialResult<IReadOnlyList<BoardReading<bool>>> states;
            using (terminal.WaitFor("Waiting for BMPs to tell whether their boards are on"))
                states = await PartialResult.FromAsync(boards.GetPowerAsync(cancellationToken));

            await ShowAsync(terminal, states.Value, parsed.WantsJson());
            if (failure is not null)
                ExceptionDispatchInfo.Throw(failure);

            states.ThrowIfIncomplete();
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task ShowAsync(Terminal terminal, IReadOnlyList<BoardReading<bool>> boards, bool json)
    {
        foreach (BoardReading<bool> board in boards)
        {
            if (json)
                await terminal.WriteJsonAsync(new PowerResult(board.Board.Cabinet, board.Board.Frame, board.Board.Board, board.Value), CliJson.Default.PowerResult);
            else
                await terminal.Out.WriteLineAsync($"{board.Board}  {(board.Value ? "on" : "off")}");
        }
    }
}
