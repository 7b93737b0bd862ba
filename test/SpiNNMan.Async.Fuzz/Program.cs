using SpiNNMan.Async.Fuzz;
using SpiNNMan.Async.Fuzz.Machines;

return args is [MachineFuzzOptions.Verb, .. string[] rest]
    ? await MachineFuzzSession.RunAsync(rest, Console.Out).ConfigureAwait(false)
    : await FuzzSession.RunAsync(args, Console.Out).ConfigureAwait(false);
