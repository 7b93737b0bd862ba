using BenchmarkDotNet.Attributes;

namespace SpiNNMan.Async.Benchmarks.Wire;

/// <summary>Every request to its datagram, and its response out of the answer.</summary>
[MemoryDiagnoser]
public class RequestBenchmarks
{
    private WireCase _case = RequestCases.All.First().Value;

    /// <summary>The requests by name.</summary>
    public static IEnumerable<string> Kinds => RequestCases.All.Keys;

    /// <summary>The one that is measured.</summary>
    [ParamsSource(nameof(Kinds))]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public void Find()
    {
        _case = RequestCases.All[Kind];
        if (!_case.Read())
            throw new InvalidOperationException($"The answer to {Kind} cannot be read.");
    }

    [Benchmark]
    public int Write() => _case.Write();

    [Benchmark]
    public bool Read() => _case.Read();
}
