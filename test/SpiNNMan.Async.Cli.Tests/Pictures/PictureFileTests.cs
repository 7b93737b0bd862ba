using System.Xml.Linq;
using SkiaSharp;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Pictures;

/// <summary>The options <c>--svg</c> and <c>--png</c> of the commands that have them.</summary>
internal sealed class PictureFileTests
{
    [TestCase("info HOST", ScenarioMachine.Full, 4, "18")]
    [TestCase("counters HOST", ScenarioMachine.Full, 4, "G")]
    [TestCase("counters HOST --dropped", ScenarioMachine.Full, 4, "G")]
    [TestCase("bmp FRAME --bmp-port BMPPORT", ScenarioMachine.Frame, 3, ".")]
    [TestCase("machines lab --spalloc SERVICE", ScenarioMachine.Laboratory, 6, "A")]
    [TestCase("machines --spalloc SERVICE", ScenarioMachine.Laboratory, 6, "A")]
    [TestCase("machines lab --spalloc SERVICE --json", ScenarioMachine.Laboratory, 6, "A")]
    [CancelAfter(60_000)]
    public async Task Both_are_written_whole(string words, ScenarioMachine machine, int cells, string mark, CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        (string svg, string png) = (directory.File("picture.svg"), directory.File("picture.png"));
        await File.WriteAllTextAsync(svg, "what was there before", cancellationToken);
        await using ScenarioBench bench = await ScenarioBench.CreateAsync(new Scenario(words, machine), cancellationToken);

        CommandRun run = await bench.RunAsync(["--svg", svg, "--png", png], cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        XElement[] groups = [.. XDocument.Load(svg).Root!.Elements().Where(static element => element.Name.LocalName is "g")];
        Assert.That(groups, Has.Length.EqualTo(cells));
        Assert.That(groups.Select(static group => group.Elements().Single(static element => element.Name.LocalName is "text").Value), Has.Some.Contains(mark));
        using SKBitmap picture = SKBitmap.Decode(png);
        Assert.That(Math.Min(picture.Width, picture.Height), Is.GreaterThan(60));
        Assert.That(Directory.EnumerateFiles(directory.Root).Select(static file => Path.GetFileName(file)), Is.EquivalentTo(new[] { "picture.svg", "picture.png" }), "nothing else is left");
    }

    [TestCase("info HOST --svg"), TestCase("info HOST --png"), TestCase("counters HOST --svg"), TestCase("bmp 127.0.0.1 --png"), TestCase("machines --spalloc 127.0.0.1:1 --svg")]
    [CancelAfter(60_000)]
    public async Task A_file_that_cannot_be_written_is_told_before_anything_is_asked(string words, CancellationToken cancellationToken)
    {
        string[] all = [.. words.Replace("HOST", "127.0.0.1:1", StringComparison.Ordinal).Split(' '), "/no/such/directory/picture"];

        CommandRun run = await CommandRun.OfAsync(all, cancellationToken: cancellationToken);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)), run.Error);
        Assert.That(run.Error, Does.Contain("there is no directory"));
    }
}
