using SpiNNMan.Async.Cli;
using SpiNNMan.Async.Cli.Terminals;

using var signals = new StopSignals();
return await SpinnmanCommandLine.RunAsync(args, Terminal.OfProcess(), signals.Token);
