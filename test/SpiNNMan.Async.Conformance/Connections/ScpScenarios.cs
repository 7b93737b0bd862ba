using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SpiNNMan.Async.Conformance.Models;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Scp.Chips;

namespace SpiNNMan.Async.Conformance.Connections;

/// <summary>Commands to monitors and to BMPs.</summary>
internal static partial class ScpScenarios
{
    public static IReadOnlyDictionary<string, Scenario> All { get; } = new Dictionary<string, Scenario>(StringComparer.Ordinal)
    {
        ["scamp_defaults"] = async record => Describe(record.Own(await ScampConnection.ConnectAsync("127.0.0.1")).Chip),
        ["scamp_send"] = async record =>
        {
            (UdpConnection peer, ScampConnection scamp) = await OpenAsync(record);
            string[] words = record.Find(VersionWithSequence());
            await scamp.SendScpRequestAsync(new GetVersion(new CoreLocation(Byte(words[1]), Byte(words[2]), Byte(words[3]))), UInt16(words[4]));
            return OutcomeJson.Bytes(await peer.ReceiveAsync(ConnectionCase.Soon));
        },
        ["scamp_receive"] = async record => Describe(await ReceiveAsync(record), port: null),
        ["scamp_receive_short_#"] = async record => Describe(await ReceiveAsync(record), port: null),
        ["scamp_receive_unknown_code"] = async record => Describe(await ReceiveAsync(record), port: null),
        ["scamp_receive_with_address"] = async record =>
        {
            (UdpConnection peer, ScampConnection scamp) = await OpenAsync(record);
            await peer.SendToAsync(record.Bytes, ConnectionCase.At(scamp));
            return Describe(await scamp.ReceiveScpResponseAsync(ConnectionCase.Soon), peer.LocalPort);
        },
        ["scamp_update_coordinates"] = async record =>
        {
            (UdpConnection peer, ScampConnection scamp) = await OpenAsync(record);
            string[] words = record.Find(TwoNumbers());
            scamp.UpdateChipCoordinates(new ChipLocation(Byte(words[1]), Byte(words[2])));
            (GetVersion request, ushort sequence) = UnsaidRequest(record);
            await scamp.SendScpRequestAsync(request, sequence);
            return new JsonArray(scamp.Chip.X, scamp.Chip.Y, OutcomeJson.Bytes(await peer.ReceiveAsync(ConnectionCase.Soon)));
        },
        ["scamp_get_data_elsewhere"] = async record =>
        {
            (_, ScampConnection scamp) = await OpenAsync(record);
            string[] words = record.Find(TwoNumbers());
            (GetVersion request, ushort sequence) = UnsaidRequest(record);
            return OutcomeJson.Bytes(scamp.GetScpData(request, new ChipLocation(Byte(words[1]), Byte(words[2])), sequence));
        },
        ["scamp_no_host"] = async record =>
        {
            await record.Own(await ScampConnection.OpenAsync()).SendScpRequestAsync(new GetVersion(default));
            return null;
        },
        ["scamp_send_to"] = SendToAsync,
        ["bmp_attributes"] = async record =>
        {
            UdpConnection peer = await record.PeerAsync();
            bool given = record.Steps.Contains("port given", StringComparison.Ordinal);
            string[] words = record.Find(Frame());
            var data = new BmpConnectionData("127.0.0.1", [.. words[3].Split(',').Select(Int32)], Int32(words[1]), Int32(words[2]));
            BmpConnection bmp = record.Own(await BmpConnection.ConnectAsync(given ? data with { Port = peer.LocalPort } : data));
            return Describe(bmp, given && bmp.RemotePort == peer.LocalPort);
        },
        ["bmp_send"] = async record =>
        {
            UdpConnection peer = await record.PeerAsync();
            BmpConnection bmp = record.Own(await BmpConnection.ConnectAsync(ConnectionCase.At(peer)));
            string[] words = record.Find(BmpVersionWithSequence());
            await bmp.SendScpRequestAsync(new BmpGetVersion(Int32(words[1])), UInt16(words[2]));
            return OutcomeJson.Bytes(await peer.ReceiveAsync(ConnectionCase.Soon));
        },
    };

    // To a port that is not the test's to take, at an address that is not this computer's: hence in memory.
    private static async Task<JsonNode?> SendToAsync(ConnectionCase record)
    {
        string[] words = record.Find(SendTo());
        var world = new MemoryWorld();
        UdpConnection board = await world.PeerAsync(record, words[6], port: 17893);
        ScampConnection scamp = record.Own(await ScampConnection.OpenAsync(
            new ScampConnectionOptions { Network = world.Options.Network, TimeProvider = world.Time }));
        var request = new GetVersion(new CoreLocation(Byte(words[1]), Byte(words[2]), Byte(words[3])));
        await scamp.SendScpRequestToAsync(
            request, new ChipLocation(Byte(words[4]), Byte(words[5])), IPAddress.Parse(words[6]), UnsaidRequest(record).Sequence);
        byte[] received = await world.RunAsync(board.ReceiveAsync(ConnectionCase.Soon));
        return new JsonArray(OutcomeJson.Bytes(received), new JsonArray(board.LocalIPAddress.ToString(), board.LocalPort));
    }

    private static async Task<(UdpConnection Peer, ScampConnection Scamp)> OpenAsync(ConnectionCase record)
    {
        UdpConnection peer = await record.PeerAsync();
        return (peer, record.Own(await ScampConnection.ConnectAsync(ConnectionCase.At(peer))));
    }

    private static async Task<ScpResponse> ReceiveAsync(ConnectionCase record)
    {
        (UdpConnection peer, ScampConnection scamp) = await OpenAsync(record);
        await peer.SendToAsync(record.Bytes, ConnectionCase.At(scamp));
        return await scamp.ReceiveScpResponseAsync(ConnectionCase.Soon);
    }

    /// <summary>The request that the steps call "request" or "again": the core it asks, and its number.</summary>
    private static (GetVersion Request, ushort Sequence) UnsaidRequest(ConnectionCase record)
    {
        byte[] sent = record.ExpectedBytes;
        var core = new CoreLocation(sent[7], sent[6], (byte)(sent[4] & 0x1F));
        return (new GetVersion(core), BinaryPrimitives.ReadUInt16LittleEndian(sent.AsSpan(12)));
    }

    private static JsonArray Describe(ChipLocation chip) => new(chip.X, chip.Y);

    private static JsonArray Describe(ScpResponse response, int? port)
    {
        var outcome = new JsonArray(
            PythonNames.Of(PythonNames.ScpResults, "SCPResult", response.Result), response.Sequence, OutcomeJson.Bytes(response.Datagram.Span), ScpResponse.Offset);
        if (port is not null)
        {
            outcome.Add((JsonNode)response.RemoteEndPoint.Address.ToString());
            outcome.Add((JsonNode)(response.RemoteEndPoint.Port == port));
        }

        return outcome;
    }

    private static JsonObject Describe(BmpConnection bmp, bool isGivenPort) => new()
    {
        ["cabinet"] = bmp.Cabinet,
        ["frame"] = bmp.Frame,
        ["boards"] = new JsonArray([.. bmp.Boards.Select(board => (JsonNode)board)]),
        ["chip_x"] = bmp.Chip.X,
        ["chip_y"] = bmp.Chip.Y,
        ["port"] = isGivenPort ? "given" : bmp.RemotePort,
    };

    private static byte Byte(string word) => byte.Parse(word, CultureInfo.InvariantCulture);

    private static ushort UInt16(string word) => ushort.Parse(word, CultureInfo.InvariantCulture);

    private static int Int32(string word) => int.Parse(word, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"GetVersion\((\d+), *(\d+), *(\d+)\), sequence (\d+)")]
    private static partial Regex VersionWithSequence();

    [GeneratedRegex(@"BMPGetVersion\((\d+)\), sequence (\d+)")]
    private static partial Regex BmpVersionWithSequence();

    [GeneratedRegex(@"GetVersion\((\d+), *(\d+), *(\d+)\), (\d+), (\d+), '([\d.]+)'")]
    private static partial Regex SendTo();

    [GeneratedRegex(@"(\d+), *(\d+)\)")]
    private static partial Regex TwoNumbers();

    [GeneratedRegex(@"cabinet (\d+), frame (\d+), boards (\d+(?:,\d+)*)")]
    private static partial Regex Frame();
}
