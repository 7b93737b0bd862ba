using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Applications;
using SpiNNMan.Async.Wire.Sdp;
using static SpiNNMan.Async.Tests.Documentation.MarkdownDocument;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>Numbers and their names are the same in the pages and in the code.</summary>
internal sealed class EnumerationDocTests
{
    private static MarkdownDocument Scp => All["scp.md"];

    private static MarkdownDocument Models => All["models.md"];

    [Test]
    public void Results_and_how_they_are_sorted()
    {
        string[][] rows = Scp.Table("Results", "Code", "`ScpResult`");

        Assert.That(Members<ScpResult>(rows), Is.EqualTo(Members<ScpResult>()));
        foreach (string[] row in rows)
        {
            var result = Enum.Parse<ScpResult>(row[1]);
            bool repeated = row[3].StartsWith("try again", StringComparison.Ordinal);
            bool notDone = row[3].Contains("not done", StringComparison.Ordinal);
            Assert.That(ScpResultSorting.IsTryAgain(result, Repeatability.Repeatable), Is.EqualTo(repeated), row[1]);
            Assert.That(ScpResultSorting.IsTryAgain(result, Repeatability.NotRepeatable), Is.EqualTo(notDone), row[1]);
        }
    }

    [Test]
    public void Commands_of_monitors()
    {
        Dictionary<long, string> page = Members<ScpCommand>(Scp.Table("Commands", "Code", "`ScpCommand`"));

        Assert.That(page, Is.SubsetOf(Members<ScpCommand>()));

        // The rest is named in the text below the table.
        Assert.That(Members<ScpCommand>().Keys.Except(page.Keys), Is.EqualTo(new long[] { 1, 4, 30, 48, 49, 50, 51, 53, 54, 55, 56, 57, 61, 62, 64 }));
    }

    [Test]
    public void Signals_and_their_types()
    {
        string[][] rows = Scp.Table("Signals", "Number", "Signal", "Type");

        Assert.That(Members<Signal>(rows), Is.EqualTo(Members<Signal>()));
        foreach (string[] row in rows)
        {
            SignalType type = row[2] is "multicast" ? SignalType.Multicast : SignalType.NearestNeighbour;
            Assert.That(Numbers(row[0]).Select(number => SignalTypes.For((Signal)number)), Is.All.EqualTo(type), row[1]);
        }
    }

    [Test]
    public void Ways_to_ask_for_states() => Assert.That(Members<StateQuery>(Scp.Table("Counting cores", "Mode", "`StateQuery`")), Is.EqualTo(Members<StateQuery>()));

    [Test]
    public void States_of_cores() => Assert.That(Members<CoreState>(Models.Table("Core states", "Number", "`CoreState`")), Is.EqualTo(Members<CoreState>()));

    [Test]
    public void Run_time_errors() => Assert.That(Members<RunTimeError>(Models.Table("Run-time errors", "Number", "`RunTimeError`")), Is.EqualTo(Members<RunTimeError>()));

    [Test]
    public void Ports_of_applications() => Assert.That(Members<SdpPort>(Models.Table("Ports of applications", "SDP port", "`SdpPort`")), Is.EqualTo(Members<SdpPort>()));

    [Test]
    public void Kinds_of_application()
    {
        string[][] rows = Models.Table("Kinds of application", "Number", "`ExecutableType`");

        Assert.That(Members<ExecutableType>(rows), Is.EqualTo(Members<ExecutableType>()));
        foreach (string[] row in rows)
        {
            var type = Enum.Parse<ExecutableType>(row[1]);
            Assert.That(string.Join(", ", type.StartStates), Is.EqualTo(row[2]), row[1]);
            Assert.That(string.Join(", ", type.EndStates), Is.EqualTo(row[3]), row[1]);
            Assert.That(type.SupportsAutoPauseAndResume, Is.EqualTo(row[4] is "yes"), row[1]);
        }
    }

    [Test]
    public void Flags_of_SDP() =>
        Assert.That(
            All["sdp.md"].Table("Header", "Flags", "Meaning").Select(row => Number(row[0])).Order(),
            Is.EqualTo(Members<SdpFlags>().Keys.Order()));

    [Test]
    public void Opcodes_of_the_ROM() => Assert.That(Members<BootOpcode>(All["boot.md"].Table("Message", "Opcode", "Name")), Is.EqualTo(Members<BootOpcode>()));

    [Test]
    public void Types_of_EIEIO_elements()
    {
        string[][] rows = All["eieio.md"].Table("Data header", "Type", "Name");

        Assert.That(Members<EieioType>(rows), Is.EqualTo(Members<EieioType>()));
        foreach (string[] row in rows)
        {
            var type = Enum.Parse<EieioType>(row[1]);
            string width = type.KeySize == 2 ? "u16" : "u32";
            Assert.That(row[2], Is.EqualTo(type.HasPayload ? $"{width} key, {width} payload" : $"{width} key"));
            Assert.That(Number(row[3]), Is.EqualTo(type.MaxValue));
        }
    }

    [Test]
    public void Commands_of_EIEIO_and_their_types()
    {
        string[][] rows = All["eieio.md"].Table("Commands", "Command", "Type");

        Assert.That(rows.Select(row => Number(row[0])), Is.EqualTo(Members<EieioCommand>().Keys.Order()));
        foreach (string[] row in rows)
        {
            // One block where a command counts blocks, one element where it holds a data message.
            byte[] bytes = [(byte)Number(row[0]), 0x40, 1, 0, 1, 0, .. new byte[20]];
            Assert.That(EieioMessage.TryParse(bytes, out EieioMessage? message, out _), Is.True, row[1]);
            Assert.That(message!.GetType().Name, Is.EqualTo(row[1]));
        }
    }

    [Test]
    public void Addresses()
    {
        string[] page = [.. Models.Table("Addresses", "Address", "What").Select(row => row[0])];

        string[] code =
        [
            $"{Hex(MemoryMap.Sdram)}, {Hex(MemoryMap.SdramUnbuffered)}",
            Hex(MemoryMap.SystemSdram),
            $"{Hex(MemoryMap.SystemRam)}, {Hex(MemoryMap.SystemRamUnbuffered)}",
            $"{Hex(MemoryMap.CoreInfos)} + {CoreInfo.Size} * core",
            Hex(MemoryMap.SystemVariables),
            $"{Hex(MemoryMap.Router)}, {Hex(MemoryMap.RouterUnbuffered)}",
            Hex(MemoryMap.RouterControl),
            Hex(MemoryMap.RouterErrorStatus),
            Hex(MemoryMap.RouterDump),
            Hex(MemoryMap.RouterDiagnosticControl),
            $"{Hex(MemoryMap.RouterFilters)} + 4 * n",
            $"{Hex(MemoryMap.RouterCounters)} + 4 * n",
            Hex(MemoryMap.P2PTable),
        ];
        Assert.That(page, Is.EqualTo(code));
    }

    [Test]
    public void Access_units()
    {
        foreach (string[] row in Scp.Table("Access units", "address mod 4 \\ size mod 4"))
        {
            uint address = (uint)Number(row[0]);
            string[] units = [.. Enumerable.Range(0, 4).Select(size => AccessUnits.For(0x6000_0000 + address, 8 + size) switch
            {
                AccessUnit.Word => "word",
                AccessUnit.HalfWord => "half word",
                _ => "byte",
            })];
            Assert.That(row[1..], Is.EqualTo(units), $"address mod 4 is {address}");
        }
    }

    private static string Hex(uint address) => $"0x{address:X8}";

    private static Dictionary<long, string> Members<T>()
        where T : struct, Enum
        => Enum.GetValues<T>().Distinct().ToDictionary(value => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture), value => value.ToString());

    /// <summary>Number and name of every row, whose first two cells may hold several of both.</summary>
    private static Dictionary<long, string> Members<T>(string[][] rows)
        where T : struct, Enum
        => rows.SelectMany(row => Numbers(row[0]).Zip(NamesFor(row[1], Numbers(row[0]).Length))).ToDictionary(pair => pair.First, pair => pair.Second);
}
