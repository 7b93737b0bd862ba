using SpiNNMan.Async.Fuzz;

return await FuzzSession.RunAsync(args, Console.Out).ConfigureAwait(false);
