using SpiNNMan.Async.SideBySide;
using SpiNNMan.Async.SideBySide.Driving;

return args is [Driver.Argument]
    ? await Driver.ServeAsync(Console.In, Console.Out)
    : await SideBySideCommand.Create().Parse(args).InvokeAsync();
