using BenchmarkDotNet.Attributes;

namespace SpiNNMan.Async.Benchmarks.Wire;

/// <summary>Headers, messages and models to bytes and back.</summary>
[MemoryDiagnoser]
public class FormatBenchmarks
{
    private WireCase _case = FormatCases.All.First().Value;

    /// <summary>The formats by name.</summary>
    public static IEnumerable<string> Kinds => FormatCases.All.Keys;

    /// <summary>The one that is measured.</summary>
    [ParamsSource(nameof(Kinds))]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public void Find()
    {
        _case = FormatCases.All[Kind];
        if (!_case.Read())
            throw new InvalidOperationException($"{Kind} cannot be read.");
    }

    [Benchmark]
    public int Write() => _case.Write();

    [Benchmark]
    public bool Read() => _case.Read();
}
