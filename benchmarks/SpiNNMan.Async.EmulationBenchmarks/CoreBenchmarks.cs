using BenchmarkDotNet.Attributes;
using SpiNNMan.Async.Emulation.Cpu.Translation;

namespace SpiNNMan.Async.EmulationBenchmarks;

/// <summary>A thousand turns of each program, interpreted and translated.</summary>
public class CoreBenchmarks
{
    private const uint Turns = 1000;

    private Workload _work = null!;

    [Params("mac-o2", "mac-o0", "mac-thumb", "calls")]
    public string Program { get; set; } = "";

    [Params(false, true)]
    public bool Translated { get; set; }

    [GlobalSetup]
    public void Start()
    {
        _work = new Workload(Program, Translated ? TranslationMode.Immediate : TranslationMode.Off);
        _work.Run(Turns);
    }

    [GlobalCleanup]
    public void End() => _work.Dispose();

    [Benchmark]
    public uint Run() => _work.Run(Turns);

    [Benchmark]
    public uint RunWithAnInterruptEachMicrosecond() => _work.Run(Turns, 200);
}
