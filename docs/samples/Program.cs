using SpiNNMan.Async;
using SpiNNMan.Async.Samples;

Dictionary<string, Func<TransceiverOptions, TextWriter, CancellationToken, Task>> samples = new(StringComparer.Ordinal)
{
    ["memory"] = MemorySample.RunAsync,
    ["machine"] = MachineSample.RunAsync,
    ["application"] = ApplicationSample.RunAsync,
    ["spikes"] = SpikeSample.RunAsync,
    ["allocation"] = AllocationSample.RunAsync,
    ["power"] = PowerSample.RunAsync,
    ["mocks"] = MockSample.RunAsync,
    ["worker"] = WorkerSample.RunAsync,
    ["web"] = WebSample.RunAsync,
    ["errors"] = ErrorSample.RunAsync,
};

if (args.Length is 0 or > 2 || !samples.TryGetValue(args[0], out Func<TransceiverOptions, TextWriter, CancellationToken, Task>? sample))
{
    Console.Error.WriteLine($"Say which sample, and the host of a board if you have one: {string.Join(", ", samples.Keys)}.");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};
await using SampleMachine machine = await SampleMachine.StartAsync(args.ElementAtOrDefault(1), stop.Token);
await sample(machine.Options, Console.Out, stop.Token);
return 0;
