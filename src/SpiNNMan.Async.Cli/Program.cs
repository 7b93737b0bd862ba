using SpiNNMan.Async.Cli;
using SpiNNMan.Async.Cli.Terminals;

using var signals = new StopSignals(hasDeadline: args is not ["vm", ..]);
return await SpinnmanCommandLine.RunAsync(args, Terminal.OfProcess(), signals.Token);
