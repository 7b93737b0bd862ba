using System.Globalization;
using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Cpu.Translation;
using SpiNNMan.Async.Emulation.Peripherals;
using SpiNNMan.Async.Emulation.Tests.Support;
using SpiNNMan.Async.Emulation.Time;

namespace SpiNNMan.Async.Emulation.Tests.Chips;

/// <summary>
/// A machine of four chips with traffic does the same each time, whatever the number of host threads, and with or without translation. EMULATION_SEEDS says how many seeds are tried, 3 if it is not there, and
/// EMULATION_SECONDS how many seconds each runs.
/// </summary>
internal sealed class DeterminismTests
{
    private static readonly int s_seeds = int.Parse(Environment.GetEnvironmentVariable("EMULATION_SEEDS") ?? "3", CultureInfo.InvariantCulture);
    private static readonly double s_seconds = double.Parse(Environment.GetEnvironmentVariable("EMULATION_SECONDS") ?? "0.03", CultureInfo.InvariantCulture);

    private static IEnumerable<int> Seeds => Enumerable.Range(1, s_seeds);

    [TestCaseSource(nameof(Seeds))]
    public void The_same_seed_gives_the_same_memory_twice_with_two_host_threads_and_without_translation(int seed)
    {
        ulong[] first = Run(seed, threads: 1, TranslationMode.Background);

        Assert.Multiple(() =>
        {
            Assert.That(Run(seed, threads: 1, TranslationMode.Background), Is.EqualTo(first), "again");
            Assert.That(Run(seed, threads: 2, TranslationMode.Background), Is.EqualTo(first), "two threads");
            Assert.That(Run(seed, threads: 1, TranslationMode.Off), Is.EqualTo(first), "interpreted");
            Assert.That(Run(seed, threads: 2, TranslationMode.Off), Is.EqualTo(first), "two threads, interpreted");
            Assert.That(first, Is.Unique);
        });
    }

    [Test]
    public void Other_seeds_give_other_memory() => Assert.That(Run(1, 1, TranslationMode.Background)[^1], Is.Not.EqualTo(Run(2, 1, TranslationMode.Background)[^1]));

    [Test]
    public void Traffic_reaches_all_chips()
    {
        using TestMachine machine = Traffic(1, 1);
        machine.Run(20);

        for (int chip = 0; chip < 4; chip++)
        {
            for (int core = 1; core < 5; core++) Assert.That(machine.Result(chip, core, 0), Is.GreaterThan(100));
            Assert.That(machine.Word(chip, 1, 0xf5000000), Is.GreaterThan(100));
            Assert.That(machine.Result(chip, 1, 1023), Is.Zero, "no exception");
        }
    }

    internal static TestMachine Traffic(int seed, int threads, TranslationMode translation = TranslationMode.Background)
    {
        TestMachine machine = new TestMachine(4, new ChipOptions { WaitsForImage = false }, new MachineOptions { HostThreads = threads, Translation = translation }).Square();
        for (int chip = 0; chip < 4; chip++)
        {
            Router router = machine.Machine.Chips[chip].Devices.Router;
            for (uint entry = 0; entry < 8; entry++)
            {
                uint bits = (uint)((seed * 7919) + (chip * 104729) + (entry * 31337)) * 2654435761;
                machine.Route(chip, entry, entry, 7, links: chip == entry >> 1 ? (bits >> 8) & 0x3f & ((bits >> 3) | 1) : 0, cores: (bits >> 14) & 0x1e);
            }

            for (uint word = 0; word < 64; word++) router.Write(0x10000 + (4 * word), 0xdb6db6, 0);
            for (int at = 0; at < 4; at++) SetPointToPoint(router, (uint)((at >> 1 << 8) | (at & 1)), Towards(chip, at >> 1, at & 1));
            router.Write(0x84, chip == 3 ? 1u << 8 : 1u << (chip % 3), 0);
            for (int core = 0; core < 5; core++) machine.Start(chip, core, "traffic", (uint)((seed << 4) + chip));
        }

        return machine;
    }

    private static uint Towards(int chip, int x, int y)
    {
        (bool right, bool up) = (chip / 2 != x, chip % 2 != y);
        return (right, up) switch
        {
            (true, true) => 1,
            (true, false) => 0,
            (false, true) => 2,
            _ => 7,
        };
    }

    private static void SetPointToPoint(Router router, uint address, uint way)
    {
        uint offset = 0x10000 + (address >> 3 << 2);
        int shift = (int)(3 * (address & 7));
        router.Write(offset, (router.Read(offset) & ~(7u << shift)) | (way << shift), 0);
    }

    private static ulong[] Run(int seed, int threads, TranslationMode translation)
    {
        using TestMachine machine = Traffic(seed, threads, translation);
        List<ulong> hashes = [];
        long second = (long)(Math.Min(1, s_seconds / 3) * VirtualTime.Second);
        for (long end = second; end <= s_seconds * VirtualTime.Second; end += second)
        {
            machine.Machine.RunTo(end);
            hashes.Add(machine.Hash());
        }

        return [.. hashes];
    }
}
