using System.Buffers.Binary;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Firmware;

/// <summary>The results that each version of the firmware was recorded to give on a board of four chips, and the lengths of their data.</summary>
internal sealed class OlderFirmwareTests
{
    private const uint Sdram = 0x60300000;

    private static IReadOnlyList<SoftwareVersion> Versions => [new(4, 0, 0), new(3, 4, 2), new(3, 1, 0)];

    public static IEnumerable<TestCaseData> Recorded()
    {
        yield return Row("VER", Scp.Request(0), "80+34 80+34 80+34");
        yield return Row("VER, 2 args", Scp.Request(0)[..22], "80 81 81");
        yield return Row("VER, 0 args", Scp.Request(0)[..14], "80 81 81");
        yield return Row("RUN", Scp.Request(1), "80 83 83");
        yield return Row("APLX", Scp.Request(4), "80 83 83");
        yield return Row("30", Scp.Request(30), "80 83 83");
        yield return Row("99", Scp.Request(99), "80 83 83");
        yield return Row("COUNT", Scp.Request(15, second: 15), "80+12 83 83");
        yield return Row("APP_COPY_RUN monitor", Scp.Request(21, second: 1024, third: 0x1E000001), "80 84 83");
        yield return Row("SYNC", Scp.Request(32), "80 80 83");
        yield return Row("READ 256", Scp.Read(Sdram, 256), "80+256 80+256 80+256");
        yield return Row("READ 257", Scp.Read(Sdram, 257), "80 84 84");
        yield return Row("READ type 3", Scp.Read(Sdram, 4, unit: 3), "80 84 84");
        yield return Row("WRITE 257", Scp.Request(3, first: Sdram, second: 257), "80 84 84");
        yield return Row("LINK_READ dead link", Scp.Request(17, first: 0xF5007F00, second: 4, third: 3), "80 86 86");
        yield return Row("LINK_READ link 6", Scp.Request(17, first: 0xF5007F00, second: 4, third: 6), "80 84 84");
        yield return Row("LINK_READ 257", Scp.Request(17, first: 0xF5007F00, second: 257), "80 84 84");
        yield return Row("LINK_WRITE dead link", Scp.Request(18, first: Sdram, second: 4, third: 3), "80 86 86");
        yield return Row("AR monitor", Scp.Request(19, first: 0x1E000001), "80 84 84");
        yield return Row("REMAP 0", Scp.Request(16), "80 84 84");
        yield return Row("REMAP 19", Scp.Request(16, first: 19), "80 84 84");
        yield return Row("SIG 0", Scp.Request(22, second: 0x0003FF1E), "80 80 80");
        yield return Row("SIG 1", Scp.Request(22, first: 1, second: 0x006F0000, third: 0xFFFF), "80 80+4 80+4");
        yield return Row("SIG 3", Scp.Request(22, first: 3), "80 84 84");
        yield return Row("SIG 0 at 1,1", Scp.Request(22, second: 0x0003FF1E, x: 1, y: 1), "80 84 84");
        yield return Row("IPTAG op 5", Scp.Request(26, first: 0x00050000), "80 84 84");
        yield return Row("IPTAG tag 16", Scp.Request(26, first: 0x00010010), "80 84 84");
        yield return Row("IPTAG TTO", Scp.Request(26, first: 0x00040000, second: 255), "80+4 80+4 80+4");
        yield return Row("IPTAG GET 9", Scp.Request(26, first: 0x00020000, second: 9), "80 84 84");
        yield return Row("ALLOC op 8", Scp.Request(28, first: 8), "80 84 84");
        yield return Row("ALLOC size 0", Scp.Request(28, first: 0x1E00), "80+4 80+4 80+4");
        yield return Row("ALLOC space", Scp.Request(28, first: 6), "80+8 80+8 80+8");
        yield return Row("RTR op 4", Scp.Request(29, first: 4), "80 84 84");
        yield return Row("RTR clear past the end", Scp.Request(29, first: 0x00020001, second: 1023), "80 84 84");
        yield return Row("INFO", Scp.Request(31), "80+38 80+38 80+36");
        yield return Row("port 1", Scp.Request(0, port: 1), "85 85 85");
        yield return Row("core 18", Scp.Request(0, core: 18), "88 88 88");
        yield return Row("absent chip", Scp.Request(0, x: 5), "87 87 87");
        yield return Row("stub 99", Scp.Request(99, core: 1), "83 83 83");
        yield return Row("stub READ 257", Scp.Request(2, core: 1, first: Sdram, second: 257), "84 84 84");
        yield return Row("stub 2 args", Scp.Request(0, core: 1)[..22], "81 81 81");
        yield return Row("99 at 1,1", Scp.Request(99, x: 1, y: 1), "80 83 83");
    }

    [TestCaseSource(nameof(Recorded))]
    public void Answers_as_its_version_does(byte[] request, string[] results)
    {
        string[] answers = [.. Versions.Select(version => Ask(version, request))];
        Assert.That(answers, Is.EqualTo(results));
    }

    /// <summary>What the real firmwares have in their system variables and tables on a chip that is not the root of a board of four.</summary>
    [TestCase(0, 0xF5007FE2, "0200", TestName = "4.0.0: active chips")]
    [TestCase(1, 0xF5007FE2, "0400", TestName = "3.4.2: active chips")]
    [TestCase(2, 0xF5007FE2, "0400", TestName = "3.1.0: active chips")]
    [TestCase(0, 0xF5007F0F, "00", TestName = "4.0.0: time phase")]
    [TestCase(1, 0xF5007F0F, "ff", TestName = "3.4.2: time phase")]
    [TestCase(2, 0xF5007F0F, "ff", TestName = "3.1.0: time phase")]
    [TestCase(1, 0xF5007F65, "3c", TestName = "3.4.2: links")]
    [TestCase(2, 0xF5007F65, "3f", TestName = "3.1.0: links")]
    [TestCase(2, 0xF5007FBE, "0101", TestName = "3.1.0: place on the board")]
    [TestCase(2, 0xF5007F44, "00000000", TestName = "3.1.0: alignment of clocks")]
    [TestCase(0, 0x67880028, "5455fffffeffffff", TestName = "4.0.0: first routing entry")]
    [TestCase(1, 0x67880028, "5455fffffeffffff", TestName = "3.4.2: first routing entry")]
    [TestCase(2, 0x67880028, "5555ffffffffffff", TestName = "3.1.0: first routing entry")]
    public void Each_version_leaves_its_own_traces_in_memory(int version, long address, string bytes)
    {
        using BoardBench bench = Boot(Versions[version]);

        Assert.That(Convert.ToHexStringLower(Scp.Payload(bench.Send(Scp.Read((uint)address, (uint)bytes.Length / 2, x: 1, y: 1)).Single().Bytes)), Is.EqualTo(bytes));
    }

    [TestCase(1)]
    [TestCase(2)]
    public void The_links_that_INFO_tells_do_not_depend_on_those_that_the_host_asked_for(int version)
    {
        using BoardBench bench = Boot(Versions[version]);

        Assert.That(Scp.Payload(bench.Send(Scp.Request(31)).Single().Bytes)[1] & 0x3F, Is.EqualTo(0x27));
    }

    [TestCase(0, "none")]
    [TestCase(1, "none")]
    [TestCase(2, "80+257")]
    public void The_serial_rom_is_read_in_pieces(int version, string answer) =>
        Assert.That(Ask(Versions[version], Scp.Request(27, first: 0x01010020, second: 0x03000000)), Is.EqualTo(answer));

    [TestCase(1)]
    [TestCase(2)]
    public void Nobody_answers_a_question_about_a_region_that_asks_nothing(int version)
    {
        using var bench = new BoardBench(MachineLayout.SingleChip, new VirtualMachineOptions { Firmware = Versions[version] });
        Assert.That(bench.Send(Scp.Request(22, first: 1, third: 0xFFFF)), Is.Empty);

        byte[] reply = bench.Wait(TimeSpan.FromMilliseconds(11)).Single().Bytes;
        Assert.That((Scp.Result(reply), Scp.Payload(reply).Length), Is.EqualTo((0x8B, 0)));
    }

    [TestCase(0, "2120")]
    [TestCase(1, "2020")]
    [TestCase(2, "2020")]
    public void A_light_that_is_turned_over_shows_at_once_in_older_versions(int version, string pins)
    {
        using BoardBench bench = Boot(Versions[version]);
        bench.Send(Scp.Request(25, first: 2));
        bench.Send(Scp.Request(25, first: 1));

        Assert.That(Pins() + Pins(), Is.EqualTo(pins));

        string Pins() => Convert.ToHexStringLower(Images.Read(bench, 0xF2000040, 1));
    }

    [Test]
    public void An_older_version_counts_cores_in_a_region()
    {
        using BoardBench bench = Boot(Versions[2]);
        uint idle = 0;
        foreach (ushort blocks in new ushort[] { 0xFFFF, 0x0021 })
        {
            bench.Send(Scp.Request(22, first: 1, second: (3u << 26) | 0x006FFF00, third: blocks));
            idle = (idle << 16) | BinaryPrimitives.ReadUInt32LittleEndian(Scp.Payload(bench.Wait(TimeSpan.FromMilliseconds(11)).Single().Bytes));
        }

        Assert.That(idle, Is.EqualTo((4u * 17 << 16) | (2 * 17)));
    }

    [TestCase(0x00000000u, 0b0000, "1111")]
    [TestCase(0x0000FFFFu, 0b0000, "1111")]
    [TestCase(0x00030001u, 0b0000, "1000")]
    [TestCase(0x00030000u, 0b1000, "1111")]
    [TestCase(0x00030001u, 0b0010, "1100")]
    public void An_older_version_honours_the_regions_of_flood_fills(uint startRegion, int selected, string started)
    {
        using BoardBench bench = Boot(Versions[1]);
        bench.Send(Scp.Request(20, first: 0x06020100, second: startRegion, third: 0x80003F00));
        for (int chip = 0; chip < 4; chip++)
        {
            if ((selected & (1 << chip)) != 0)
                bench.Send(Scp.Request(20, first: 0x07000002, second: 0x00030000 | (1u << ((chip >> 1) + (4 * (chip & 1)))), third: 0x00003F00));
        }

        bench.Send(Scp.Request(23, first: 0x3F000002, second: 0, third: 0x67800000, data: [0xFF, 0xFF, 0xFF, 0xFF]));
        bench.Send(Scp.Request(20, first: 0x0F000002, second: 0x1E040002, third: 0x00003F00));
        bench.Wait(TimeSpan.FromMilliseconds(5));

        string states = string.Concat(new[] { (0, 0), (0, 1), (1, 0), (1, 1) }.Select(chip =>
            Scp.Payload(bench.Send(Scp.Request(31, x: chip.Item1, y: chip.Item2)).Single().Bytes)[13] == (byte)CoreState.Ready ? '1' : '0'));
        Assert.That(states, Is.EqualTo(started));
    }

    private static TestCaseData Row(string name, byte[] request, string results) =>
        new TestCaseData(request, results.Split(' ')).SetArgDisplayNames(name);

    private static BoardBench Boot(SoftwareVersion version) => new(MachineLayout.Spin3, new VirtualMachineOptions { Firmware = version });

    private static string Ask(SoftwareVersion version, byte[] request)
    {
        using BoardBench bench = Boot(version);
        SentDatagram? reply = bench.Send(request).SingleOrDefault() ?? bench.Wait(TimeSpan.FromMilliseconds(11)).SingleOrDefault();
        if (reply is null)
            return "none";

        int length = reply.Bytes.Length - 14;
        return Scp.Result(reply.Bytes).ToString("x") + (length > 0 ? $"+{length}" : "");
    }
}
