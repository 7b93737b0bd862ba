using System.Globalization;
using System.Text.RegularExpressions;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests.Captures;

/// <summary>The dissector for Wireshark.</summary>
internal sealed partial class DissectorTests
{
    [TestCase("commands", typeof(ScpCommand))]
    [TestCase("results", typeof(ScpResult))]
    [TestCase("signals", typeof(Signal))]
    [TestCase("states", typeof(CoreState))]
    [TestCase("eieio_commands", typeof(EieioCommand))]
    public void It_has_the_names_of_the_library(string table, Type type)
    {
        string script = File.ReadAllText(Tshark.Script);
        int start = script.IndexOf($"local {table} = {{", StringComparison.Ordinal);
        string entries = script[start..script.IndexOf("\n}", start, StringComparison.Ordinal)];
        Dictionary<int, string> names = Entry().Matches(entries).ToDictionary(
            static entry => entry.Groups["number"].Value is var text && text.StartsWith("0x", StringComparison.Ordinal) ? int.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture) : int.Parse(text, CultureInfo.InvariantCulture),
            static entry => entry.Groups["name"].Value);

        Assert.That(names, Is.EquivalentTo(Enum.GetValues(type).Cast<object>().ToDictionary(static value => Convert.ToInt32(value, CultureInfo.InvariantCulture), static value => value.ToString()!)));
    }

    [Test, CancelAfter(120_000)]
    public async Task Tshark_names_every_frame_of_a_session(CancellationToken token)
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.pcapng");
        try
        {
            using (PacketCapture capture = PacketCapture.Create(path))
            {
                await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Board = BoardType.Spin3, Faults = SimulatedMachine.BadNetwork }, token);
                await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, new TransceiverOptions { Connection = new ScampConnectionOptions { Capture = capture } }, token);
                await transceiver.Memory.ReadAsync(new ChipLocation(1, 1), 0x6000_0000, 10_000, token);
                await transceiver.Tags.GetAsync(cancellationToken: token);
            }

            string[] frames = await Tshark.ReadAsync(path, "-T", "fields", "-e", "_ws.col.Protocol", "-e", "_ws.col.Info");
            string[] broken = await Tshark.ReadAsync(path, "-Y", "_ws.malformed || _ws.lua.error");

            Assert.That(frames, Has.Length.EqualTo(PacketCaptureReader.Read(path).Count()));
            Assert.That(frames, Is.All.StartsWith("SpiNNaker\t"));
            Assert.That(frames, Has.Some.Contains("Version #").And.Some.Contains("bytes from 0x6000").And.Some.Contains("[try 2]"));
            Assert.That(broken, Is.Empty);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [GeneratedRegex(@"\[(?<number>0x[0-9A-F]+|[0-9]+)\] = ""(?<name>\w+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Entry();
}
