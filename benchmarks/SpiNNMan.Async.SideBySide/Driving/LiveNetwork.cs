using System.Net;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.SideBySide.Driving;

/// <summary>The network that events come from and go to: one label of a thousand atoms.</summary>
internal static class LiveNetwork
{
    public const string Label = "events";
    public const int Atoms = 1000;
    public const byte Tag = 1;

    private const uint FirstKey = 0x10000;

    public static RunDatabase Describe()
    {
        var ethernet = new ChipLocation(0, 0);
        var injector = new CoreLocation(1, 1, 1);
        var gatherer = new Gatherer(Gatherer.UsualLabel, Tag, IPAddress.Loopback);
        return new RunDatabase
        {
            Chips = [new DatabaseChip(ethernet, ethernet, IPAddress.Loopback), new DatabaseChip(injector.Chip, ethernet)],
            Gatherers = [gatherer],
            Populations = [new Population(Label) { Parts = [new PopulationPart(injector, [new KeyRange(FirstKey, 0, Atoms)])], Gatherers = [gatherer] }],
        };
    }
}
