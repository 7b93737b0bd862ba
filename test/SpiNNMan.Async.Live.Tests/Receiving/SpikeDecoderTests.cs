using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Receiving;
using SpiNNMan.Async.Simulation.Time;

namespace SpiNNMan.Async.Live.Tests.Receiving;

/// <summary>Datagrams that real gatherers sent become labels, atoms, ticks and payloads.</summary>
internal sealed class SpikeDecoderTests
{
    private static readonly RunDatabase s_database = new()
    {
        Populations = [new Population("one") { Parts = [new PopulationPart(null, [new KeyRange(0x10000, 0, 200)])] }, new Population("two") { Parts = [new PopulationPart(null, [new KeyRange(100, 0, 100)])] }],
    };

    [TestCase("033817010000000001000100010005000100", "0:0@279 0:1@279 0:5@279", TestName = "Keys of 32 bits with the time for all")]
    [TestCase("030c000001000000000001000100000000000500010000000000", "0:0+0 0:1+0 0:5+0", TestName = "Keys and payloads")]
    [TestCase("010c02000100efbeadde", "0:2+3735928559", TestName = "A payload of 32 bits")]
    [TestCase("03f001001701000001000500", "0:0@279 0:1@279 0:5@279", TestName = "Keys of 16 bits with prefix and time")]
    [TestCase("031c000001001701000001000100170100000500010017010000", "0:0@279 0:1@279 0:5@279", TestName = "Keys with a time each")]
    [TestCase("033817010000640000006500000069000000", "1:0@279 1:1@279 1:5@279", TestName = "Translated keys")]
    public void What_was_recorded_is_decoded(string datagram, string events)
    {
        SpikeDecoder decoder = Decode(datagram);

        Assert.That(string.Join(' ', decoder.Spikes.ToArray().Select(Show)), Is.EqualTo(events));
        Assert.That(decoder.UnknownCount, Is.Zero);
    }

    [Test]
    public void Unknown_keys_are_told_apart()
    {
        SpikeDecoder decoder = Decode("0208" + "07000100" + "ff000001");

        Assert.That(decoder.Spikes.ToArray().Select(Show), Is.EqualTo(new[] { "0:7" }));
        Assert.That(decoder.Unknown.ToArray(), Is.EqualTo(new[] { 0x010000FFu }));
    }

    [TestCase("033817010000000001000100010005000100", true, TestName = "One label and one time")]
    [TestCase("033817010000000001006400000005000100", false, TestName = "Two labels")]
    [TestCase("021c00000100170100000100010017010000", true, TestName = "A time each, and the same")]
    [TestCase("021c00000100170100000100010018010000", false, TestName = "Two times")]
    [TestCase("03381701000000000100ff00000105000100", true, TestName = "A key of none between")]
    [TestCase("023864000000640000006500000000000100", true, TestName = "A time that is a key as well")]
    public void Whether_all_is_of_one_label_and_one_time_is_known(string datagram, bool isUniform)
    {
        SpikeDecoder decoder = Decode("0238000000006400000065000000");
        Assert.That(decoder.TryDecode(Convert.FromHexString(datagram), now: 0, out _), Is.True);

        Assert.That(decoder.IsUniform, Is.EqualTo(isUniform));
        Assert.That(decoder.Spikes.ToArray().Select(static spike => (spike.Label, spike.Tick)).Distinct().Count() == 1, Is.EqualTo(isUniform));
    }

    [TestCase("")]
    [TestCase("03")]
    [TestCase("0338170100000000010001")]
    [TestCase("0140")]
    public void What_is_no_message_of_events_is_refused(string datagram)
    {
        var decoder = new SpikeDecoder(KeyMap.Of(s_database), new TickUnwrapper(new SimulatedTime(), TimeSpan.FromMilliseconds(1)));

        Assert.That(decoder.TryDecode(Convert.FromHexString(datagram), now: 0, out _), Is.False);
        Assert.That(decoder.Count + decoder.UnknownCount, Is.Zero);
    }

    [Test]
    public void Times_of_16_bits_go_on_beyond_them_also_out_of_order_and_after_silence()
    {
        var time = new SimulatedTime();
        var ticks = new TickUnwrapper(time, TimeSpan.FromMilliseconds(1));
        Assert.That(At(65_000), Is.EqualTo(65_000), "the clock is ahead of an unstarted unwrapper");
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(At(464), Is.EqualTo(66_000));
        Assert.That(At(65_535), Is.EqualTo(65_535), "overtaken");
        time.Advance(TimeSpan.FromSeconds(200));
        Assert.That(At((ushort)(266_000 & 0xFFFF)), Is.EqualTo(266_000), "three turns of silence");
        Assert.That(ticks.Latest, Is.EqualTo(266_000));

        long At(ushort bits) => ticks.Unwrap(bits, isShort: true, time.GetTimestamp());
    }

    private static SpikeDecoder Decode(string datagram)
    {
        var decoder = new SpikeDecoder(KeyMap.Of(s_database), new TickUnwrapper(new SimulatedTime(), TimeSpan.FromMilliseconds(1)));
        Assert.That(decoder.TryDecode(Convert.FromHexString(datagram), now: 0, out _), Is.True);
        return decoder;
    }

    private static string Show(Spike spike) => $"{spike.Label}:{spike.Atom}{(spike.Tick is { } tick ? $"@{tick}" : "")}{(spike.Payload is { } payload ? $"+{payload}" : "")}";
}
