using System.Globalization;
using System.Text.RegularExpressions;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Chips;
using static SpiNNMan.Async.Tests.Documentation.MarkdownDocument;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>Every bit is where the tables say, and what the pages say of BMPs may not be repeated.</summary>
internal sealed partial class BitTableDocTests
{
    [Test]
    public void Headers_of_EIEIO_data()
    {
        Func<EieioDataHeader, object?>[] fields =
        [
            header => header.Count, header => header.Prefix is not null, header => header.PrefixType, header => header.PayloadBase is not null, header => header.IsTime,
            header => header.Type, header => header.Tag,
        ];
        string[][] rows = All["eieio.md"].Table("Data header", "Byte", "Bits", "Field");
        Assert.That(rows, Has.Length.EqualTo(fields.Length + 2), "and the prefix and the base themselves");
        (int Byte, int High, int Low)[] bits = [.. rows[..fields.Length].Select(row => (int.Parse(row[0], CultureInfo.InvariantCulture), Bit(row[1], 1), Bit(row[1], 2)))];

        // With a prefix, for without it there is no telling which half it would go into.
        var start = new byte[16];
        start[1] = 0x80;
        Assert.That(EieioDataHeader.TryParse(start, out EieioDataHeader before, out _), Is.True);
        for (int bit = 0; bit < 16; bit++)
        {
            byte[] bytes = [.. start];
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(EieioDataHeader.TryParse(bytes, out EieioDataHeader after, out _), Is.True);

            int row = Array.FindIndex(bits, one => one.Byte == bit / 8 && bit % 8 <= one.High && bit % 8 >= one.Low);
            IEnumerable<int> differing = Enumerable.Range(0, fields.Length).Where(index => !Equals(fields[index](before), fields[index](after)));
            Assert.That(differing, Is.EqualTo(new[] { row }), $"byte {bit / 8}, bit {bit % 8}");
        }
    }

    [Test]
    public void Prefix_and_base_follow_the_header()
    {
        string[][] rows = All["eieio.md"].Table("Data header", "Byte", "Bits", "Field");
        byte[] narrow = [0, 0xA0, 0x34, 0x12, 0x78, 0x56];
        byte[] wide = [0, 0xA8, 0x34, 0x12, 0x78, 0x56, 0xBC, 0x9A];

        Assert.That(rows[^2][..2], Is.EqualTo(new[] { "2", "u16" }));
        Assert.That(rows[^1][..2], Is.EqualTo(new[] { "next", "u16 or u32" }));
        Assert.That(EieioDataHeader.TryParse(narrow, out EieioDataHeader header, out _), Is.True);
        Assert.That((header.Prefix, header.PayloadBase), Is.EqualTo(((ushort?)0x1234, (uint?)0x5678)));
        Assert.That(EieioDataHeader.TryParse(wide, out header, out _), Is.True);
        Assert.That((header.Prefix, header.PayloadBase), Is.EqualTo(((ushort?)0x1234, (uint?)0x9ABC5678)));
    }

    [Test]
    public void Entries_of_routing_tables_as_they_are_loaded()
    {
        string[][] rows = [.. Rows().Select(row => new[] { row[0], row[1], row[2] })];
        ByteTable.CheckWritten(rows, Entry(default, 0), new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["index"] = Entry(default, ushort.MaxValue),
            ["key"] = Entry(new MulticastRoute(uint.MaxValue, 0, default), 0),
            ["mask"] = Entry(new MulticastRoute(0, uint.MaxValue, default), 0),
        });
        Assert.That(Entry(new MulticastRoute(0, 0, new Route([1], [])), 0)[4], Is.EqualTo(1 << 1), "links are [5:0]");
        Assert.That(Entry(new MulticastRoute(0, 0, new Route([], [3])), 0)[5], Is.EqualTo(1 << (6 + 3 - 8)), "cores are [23:6]");
        Assert.That(Rows()[3][2], Does.Contain("[5:0] links, [23:6] cores"));
    }

    [Test]
    public void Entries_of_routing_tables_as_chips_keep_them()
    {
        Func<MulticastRoute, object?>[] fields = [_ => null, route => route.ApplicationId, _ => null, route => route.Route, route => route.Key, route => route.Mask];
        int[] offsets = [.. Rows().Select(row => int.Parse(row[0], CultureInfo.InvariantCulture))];
        Assert.That(offsets, Has.Length.EqualTo(fields.Length));
        Assert.That(MulticastRoute.TryParse(new byte[MulticastRoute.Size], out MulticastRoute? before, out _), Is.True);
        for (int offset = 0; offset < MulticastRoute.Size; offset++)
        {
            var bytes = new byte[MulticastRoute.Size];
            bytes[offset] = 1;
            Assert.That(MulticastRoute.TryParse(bytes, out MulticastRoute? after, out _), Is.True);

            // Two rows are of no use to the reader, and the top byte of a route is none of it.
            int row = Array.FindLastIndex(offsets, one => one <= offset);
            int[] expected = row is 0 or 2 || offset == 7 ? [] : [row];
            IEnumerable<int> differing = Enumerable.Range(0, fields.Length).Where(index => !Equals(fields[index](before!.Value), fields[index](after!.Value)));
            Assert.That(differing, Is.EqualTo(expected), $"byte {offset}");
        }

        byte[] unused = [0, 0, 0, 0, 0, 0, 0, 0xFF, .. new byte[8]];
        Assert.That(MulticastRoute.TryParse(unused, out MulticastRoute? none, out _), Is.True);
        Assert.That(none, Is.Null, Rows()[3][3]);
    }

    [Test]
    public void What_BMPs_may_not_be_asked_twice()
    {
        Type[] requests = [.. typeof(SetPower).Assembly.GetExportedTypes().Where(type =>
            type.IsValueType && type.IsAssignableTo(typeof(IScpRequest)) && string.Equals(type.Namespace, typeof(SetPower).Namespace, StringComparison.Ordinal))];
        string[] listed = [.. All["bmp.md"].Table("What may be repeated", "Request", "Why not").SelectMany(row => Names(row[0]))];
        var sometimes = new Dictionary<string, (IScpRequest Not, IScpRequest Repeatable)>(StringComparer.Ordinal)
        {
            [nameof(BmpSetLed)] = (new BmpSetLed(0, LedAction.Toggle, 0), new BmpSetLed(0, LedAction.On, 0)),
            [nameof(ResetFpgas)] = (new ResetFpgas(FpgaResetLevel.Pulse, 0), new ResetFpgas(FpgaResetLevel.Low, 0)),
        };

        string[] never = [.. requests.Where(type => ((IScpRequest)Activator.CreateInstance(type)!).Repeatability == Repeatability.NotRepeatable).Select(type => type.Name)];
        Assert.That(listed, Is.EquivalentTo(never.Concat(sometimes.Keys).Distinct(StringComparer.Ordinal)));
        foreach ((IScpRequest not, IScpRequest repeatable) in sometimes.Values)
            Assert.That((not.Repeatability, repeatable.Repeatability), Is.EqualTo((Repeatability.NotRepeatable, Repeatability.Repeatable)), not.GetType().Name);
    }

    private static string[][] Rows() => All["models.md"].Table("Multicast routing table", "Offset", "Size", "To load", "In the chip's copy");

    private static byte[] Entry(MulticastRoute route, ushort index)
    {
        var bytes = new byte[MulticastRoute.Size];
        route.Write(bytes, index);
        return bytes;
    }

    // "[7]" is "[7:7]".
    private static int Bit(string bits, int group)
    {
        Match match = BitRange().Match(bits);
        return int.Parse(match.Groups[group].Success ? match.Groups[group].Value : match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^\[(\d)(?::(\d))?\]$")]
    private static partial Regex BitRange();
}
