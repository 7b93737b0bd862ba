using System.Net;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Live.Tests.Support;

/// <summary>A small run: an injector on two cores, a population, and a gatherer on a SpiNN-3 board.</summary>
internal static class Samples
{
    public static IPAddress Board { get; } = IPAddress.Parse("10.0.0.1");

    public static Gatherer Gatherer { get; } = new(Gatherer.UsualLabel, Tag: 1, Board) { Core = new CoreLocation(0, 0, 1) };

    public static RunDatabase Run { get; } = new()
    {
        Name = "sample",
        Width = 2,
        Height = 2,
        TimeStep = TimeSpan.FromMilliseconds(1),
        ApplicationId = 17,
        RunTime = TimeSpan.FromSeconds(5),
        Chips = [.. ChipsOf(Board)],
        Gatherers = [Gatherer],
        Populations =
        [
            new Population("input")
            {
                Parts =
                [
                    new PopulationPart(new CoreLocation(1, 1, 1), [new KeyRange(0x10000, 0, 100)]),
                    new PopulationPart(new CoreLocation(1, 1, 2), [new KeyRange(0x20000, 100, 50)]),
                ],
            },
            new Population("excitatory") { Parts = [new PopulationPart(new CoreLocation(0, 1, 3), [new KeyRange(0x30000, 0, 256)])], Gatherers = [Gatherer] },
            new Population("inhibitory") { Parts = [new PopulationPart(new CoreLocation(0, 1, 4), [new KeyRange(0x40000, 0, 64)])], Gatherers = [Gatherer] },
        ],
    };

    public static IEnumerable<DatabaseChip> ChipsOf(IPAddress board) =>
        from x in Enumerable.Range(0, 2)
        from y in Enumerable.Range(0, 2)
        let chip = new ChipLocation((byte)x, (byte)y)
        select new DatabaseChip(chip, new ChipLocation(0, 0), chip == new ChipLocation(0, 0) ? board : null);

    /// <summary>A path that nothing is at, in a folder that goes with the test.</summary>
    public static string TemporaryPath(string name = RunDatabase.UsualFileName)
    {
        string folder = Path.Combine(TestContext.CurrentContext.WorkDirectory, "live", Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, name);
    }
}
