using SpiNNMan.Async.Cli;
using SpiNNMan.Async.Cli.Terminals;

StandardStreams.Guard();
LastResort.Install();
try
{
    using var signals = new StopSignals(hasDeadline: args is not ["vm", ..]);
    return await SpinnmanCommandLine.RunAsync(args, Terminal.OfProcess(), signals.Token);
}
catch (Exception exception)
{
    LastResort.Tell(exception);
    return ExitCodes.Failure;
}
