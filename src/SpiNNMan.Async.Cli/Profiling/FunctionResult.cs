namespace SpiNNMan.Async.Cli.Profiling;

/// <summary>A function with its samples, as JSON.</summary>
/// <param name="Function">Its name, or the address if it has none.</param>
/// <param name="SampleCount">How many samples were in it.</param>
/// <param name="Address">The address with the most samples.</param>
/// <param name="Line">The line of that address.</param>
internal sealed record FunctionResult(string Function, long SampleCount, uint Address, string? Line);
