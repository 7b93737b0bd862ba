using SpiNNMan.Async.Cli;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Terminals;

StandardStreams.ReplaceClosedStreams();
LastResort.InstallHandler();
try
{
    using var signals = new StopSignals(hasDeadline: args is not ["vm", ..]);
    return await SpinnmanCommandLine.RunAsync(args, Terminal.OfProcess(), signals.Token);
}
catch (Exception exception)
{
    LastResort.Report(exception);
    return ExitCodes.Failure;
}
