using BenchmarkDotNet.Running;
using SpiNNMan.Async.Benchmarks.Boards;
using SpiNNMan.Async.Benchmarks.Discovery;
using SpiNNMan.Async.Benchmarks.FastData;
using SpiNNMan.Async.Benchmarks.Machine;

// The board that the benchmarks talk to is this same program, in a process of its own.
if (args is [BoardProcess.ServeArgument])
    return await BoardProcess.ServeAsync(Console.In, Console.Out);

if (args is [ManyBoardsServer.ServeArgument, string width, string height])
    return await ManyBoardsServer.ServeAsync(width, height, Console.In, Console.Out);
if (args is [ManyBoardsReport.Argument])
    return await ManyBoardsReport.WriteAsync(Console.Out);
if (args is [MachineFigures.Argument, ..])
    return await MachineFigures.RunAsync(args.Length > 1 ? args[1] : Path.Combine("benchmarks", "results"));

if (args is [FastDataTable.Argument, ..])
    return await FastDataTable.RunAsync(args.Length > 1 ? args[1] : Path.Combine("benchmarks", "results"));

if (args is [MachineProcess.ServeArgument, ..])
    return await MachineProcess.ServeAsync(args, Console.In, Console.Out);

if (args is [DiscoveryTable.Argument, ..])
    return await DiscoveryTable.RunAsync(args[1..]);

using BoardProcess board = await BoardProcess.StartAsync();
return BenchmarkSwitcher.FromAssembly(typeof(BoardProcess).Assembly).Run(args).Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
