using SpiNNMan.Async.Samples;

namespace SpiNNMan.Async.Extensions.DependencyInjection.Tests;

/// <summary>The samples run against a virtual machine, and are short.</summary>
[TestFixture]
internal sealed class SampleTests
{
    private const int MostLines = 60;

    private static readonly Dictionary<string, (Func<TransceiverOptions, TextWriter, CancellationToken, Task> Run, string Says)> s_samples = new(StringComparer.Ordinal)
    {
        ["memory"] = (MemorySample.RunAsync, "are the same"),
        ["machine"] = (MachineSample.RunAsync, "cores are Idle"),
        ["application"] = (ApplicationSample.RunAsync, "has ended on 3 cores"),
        ["spikes"] = (SpikeSample.RunAsync, "of 1 neurons"),
        ["allocation"] = (AllocationSample.RunAsync, "booted: "),
        ["power"] = (PowerSample.RunAsync, "is off"),
        ["mocks"] = (MockSample.RunAsync, "went up by 1"),
        ["worker"] = (WorkerSample.RunAsync, "cores are idle"),
        ["web"] = (WebSample.RunAsync, "health: Healthy"),
        ["errors"] = (ErrorSample.RunAsync, "mend it first"),
    };

    private static IEnumerable<string> Names => s_samples.Keys;

    [TestCaseSource(nameof(Names)), CancelAfter(60_000)]
    public async Task A_sample_does_its_job(string name, CancellationToken cancellationToken)
    {
        await using SampleMachine machine = await SampleMachine.StartAsync(host: null, cancellationToken);
        await using var output = new StringWriter();

        await s_samples[name].Run(machine.Options, output, cancellationToken);

        Assert.That(output.ToString(), Does.Contain(s_samples[name].Says));
    }

    [Test]
    public void No_sample_has_more_than_60_lines()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "SpiNNMan.Async.sln")))
            root = root.Parent;

        string[] files = Directory.GetFiles(Path.Combine(root!.FullName, "docs", "samples"), "*Sample.cs");
        Assert.That(files, Has.Length.EqualTo(s_samples.Count));
        Assert.That(files.Where(static file => File.ReadLines(file).Count() > MostLines).Select(Path.GetFileName), Is.Empty);
    }
}
