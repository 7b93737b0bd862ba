using CsCheck;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Tests.Routing;

internal sealed class RouterTests
{
    [Test]
    public void Diagnostics_are_taken_apart()
    {
        uint[] counters = [.. Enumerable.Range(100, 16).Select(value => (uint)value)];
        var diagnostics = new RouterDiagnostics(0x1EF61F35, 0x6E26BE1F, counters);

        Assert.That((diagnostics.Monitor, diagnostics.Wait1, diagnostics.Wait2), Is.EqualTo((31, (byte)0xF6, (byte)0x1E)));
        Assert.That((diagnostics.Control, diagnostics.ErrorStatus, diagnostics.ErrorCount), Is.EqualTo((0x1EF61F35u, 0x6E26BE1Fu, 31)));
        Assert.That(diagnostics.Errors, Is.EqualTo(RouterErrors.Overflow | RouterErrors.Parity | RouterErrors.Timestamp));
        Assert.That(diagnostics[RouterRegister.LocalMulticast], Is.EqualTo(100));
        Assert.That(diagnostics[RouterRegister.DroppedFixedRoute], Is.EqualTo(111));
        Assert.That(diagnostics[RouterRegister.User3], Is.EqualTo(115));
        Assert.That(diagnostics.Counters, Is.EqualTo(counters));
    }

    [Test]
    public void Counters_are_read_from_bytes()
    {
        var bytes = new byte[RouterDiagnostics.CountersSize];
        bytes[4] = 1;
        bytes[7] = 2;

        Assert.That(RouterDiagnostics.TryParse(0, 0, bytes, out RouterDiagnostics diagnostics, out _));
        Assert.That(diagnostics![RouterRegister.ExternalMulticast], Is.EqualTo(0x02000001));
        Assert.That(RouterDiagnostics.TryParse(0, 0, bytes.AsSpan(1), out _, out PacketError error), Is.False);
        Assert.That(error, Is.EqualTo(PacketError.TooShort("RouterDiagnostics", 63, 64, 63)));
    }

    [Test]
    public void There_must_be_sixteen_counters([Values(0, 15, 17)] int count) =>
        Assert.That(() => new RouterDiagnostics(0, 0, new uint[count]), Throws.TypeOf<InvalidParameterException>().With.Property("ParameterName").EqualTo("counters"));

    // What the firmware sets the first twelve filters to.
    [TestCase(0x01FE7CF1u, DiagnosticFilterPacketTypes.Multicast, true)]
    [TestCase(0x01FEBCF2u, DiagnosticFilterPacketTypes.PointToPoint, false)]
    public void The_filters_of_the_firmware_are_understood(uint word, DiagnosticFilterPacketTypes type, bool local)
    {
        var filter = new DiagnosticFilter(word);

        Assert.That(filter.PacketTypes, Is.EqualTo(type));
        Assert.That(filter.Sources, Is.EqualTo(local ? DiagnosticFilterSources.Local : DiagnosticFilterSources.NonLocal));
        Assert.That(filter.Destinations, Is.EqualTo(DiagnosticFilterDestinations.All & ~DiagnosticFilterDestinations.Dump));
        Assert.That((filter.Payloads, filter.DefaultRoutings), Is.EqualTo((DiagnosticFilterPayloads.All, DiagnosticFilterDefaultRoutings.All)));
        Assert.That(filter.EmergencyRoutings, Is.EqualTo(DiagnosticFilterEmergencyRoutings.All));
        Assert.That(filter.MatchesArrivingState && !filter.EnablesInterrupt);
        Assert.That(
            new DiagnosticFilter(type, filter.Destinations, filter.Sources, matchArrivingState: true),
            Is.EqualTo(filter));
    }

    [Test]
    public void A_filter_is_put_together_as_the_router_wants_it()
    {
        var filter = new DiagnosticFilter(
            DiagnosticFilterPacketTypes.None,
            DiagnosticFilterDestinations.Link5 | DiagnosticFilterDestinations.Link2,
            matchArrivingState: true,
            enableInterrupt: true);

        Assert.That(filter.Word, Is.EqualTo(0x4120FCFF));
        Assert.That(filter.ToString(), Is.EqualTo("0x4120FCFF"));
    }

    [Test]
    public void A_filter_says_what_it_was_made_of() =>
        Gen.Select(Gen.Int[1, 15], Gen.Int[1, 511], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[1, 15], Gen.Bool, Gen.Bool).Sample(
            (types, destinations, sources, payloads, defaults, emergencies, arriving, interrupt) =>
            {
                var filter = new DiagnosticFilter(
                    (DiagnosticFilterPacketTypes)types,
                    (DiagnosticFilterDestinations)destinations,
                    (DiagnosticFilterSources)sources,
                    (DiagnosticFilterPayloads)payloads,
                    (DiagnosticFilterDefaultRoutings)defaults,
                    (DiagnosticFilterEmergencyRoutings)emergencies,
                    arriving,
                    interrupt);
                return (int)filter.PacketTypes == types && (int)filter.Destinations == destinations && (int)filter.Sources == sources
                    && (int)filter.Payloads == payloads && (int)filter.DefaultRoutings == defaults && (int)filter.EmergencyRoutings == emergencies
                    && filter.MatchesArrivingState == arriving && filter.EnablesInterrupt == interrupt;
            });

    [Test]
    public void A_table_is_written_to_be_loaded()
    {
        MulticastRoute[] entries =
        [
            new(0x100, 0xFFFFFF00, new Route([0], [1])),
            new(0x200, 0xFFFFFF00, new Route([5], [])),
        ];
        var table = new byte[MulticastRoute.GetTableSize(entries.Length)];

        Assert.That(MulticastRoute.WriteTable(table, entries), Is.EqualTo(48));
        Assert.That(
            Convert.ToHexStringLower(table),
            Is.EqualTo("00000000" + "81000000" + "00010000" + "00ffffff" + "01000000" + "20000000" + "00020000" + "00ffffff" + new string('f', 32)));
        Assert.That(MulticastRoute.ReadTable(table), Is.EqualTo(entries));
    }

    [Test]
    public void A_table_copy_is_read_without_what_is_not_used()
    {
        byte[] copy = Convert.FromHexString(
            "00001e80" + "41000000" + "34120000" + "ffff0000"
            + "00000000" + "000000ff" + "ffffffff" + "00000000"
            + "00001f80" + "01000000" + "35120000" + "ffff0000"
            + "0000");

        Assert.That(MulticastRoute.ReadTable(copy), Has.Count.EqualTo(2));
        Assert.That(MulticastRoute.ReadTable(copy, applicationId: 30), Is.EqualTo(new[] { new MulticastRoute(0x1234, 0xFFFF, new Route([0], [0]), 30) }));
    }

    [Test]
    public void Tables_have_their_limits()
    {
        Assert.That(() => MulticastRoute.GetTableSize(1024), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => MulticastRoute.WriteTable(new byte[20000], new MulticastRoute[1024]), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => MulticastRoute.WriteTable(new byte[31], new MulticastRoute[1]), Throws.ArgumentException);
        Assert.That(() => default(MulticastRoute).Write(new byte[15], 0), Throws.ArgumentException);
        Assert.That(MulticastRoute.TryParse(new byte[15], out _, out PacketError error), Is.False);
        Assert.That(error.Offset, Is.EqualTo(15));
    }

    [Test]
    public void An_entry_matches_by_the_bits_of_its_mask()
    {
        var entry = new MulticastRoute(0x1200, 0xFF00, default);

        Assert.That(entry.Matches(0x1234) && entry.Matches(0xF00012FF) && !entry.Matches(0x1300));
    }

    [Test]
    public void Parse_undoes_Write() =>
        Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt[0, 0xFFFFFF], Gen.UShort).Sample((key, mask, route, index) =>
        {
            var entry = new MulticastRoute(key, mask, Route.FromWord(route));
            var bytes = new byte[MulticastRoute.Size];
            entry.Write(bytes, index);
            return MulticastRoute.TryParse(bytes, out MulticastRoute? read, out _) && read == entry;
        });
}
