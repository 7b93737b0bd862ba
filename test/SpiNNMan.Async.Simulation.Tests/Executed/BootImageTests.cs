using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Boards;

namespace SpiNNMan.Async.Simulation.Tests.Executed;

/// <summary>A boot image executes on every chip of a board, from the boot ROM on, and a client talks with it.</summary>
internal sealed class BootImageTests
{
    private static readonly TimeSpan s_boot = TimeSpan.FromMilliseconds(100);

    [Test]
    public async Task Each_chip_answers_a_client()
    {
        await using ChipBench bench = await ChipBench.StartAsync();
        bench.Time.Advance(s_boot);

        for (int x = 0; x < 2; x++)
        {
            for (int y = 0; y < 2; y++)
            {
                VersionInfo version = await bench.Run(bench.Client.GetVersionAsync(new CoreLocation((byte)x, (byte)y, 0)));
                Assert.That((version.Name, version.Version, version.Core.Chip), Is.EqualTo(("Boot image", new SoftwareVersion(1, 0, 0), new ChipLocation((byte)x, (byte)y))));
                Assert.That(await bench.ReadWord(x, y, ChipBench.Neighbours), Is.EqualTo(x == 0 ? 0x27 : 0x3c));
            }
        }

        Assert.That(bench.Board.State, Is.EqualTo(BoardState.Ready));
    }
}
