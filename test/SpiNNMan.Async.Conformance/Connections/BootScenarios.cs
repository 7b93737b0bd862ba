using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SpiNNMan.Async.Conformance.Models;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Conformance.Connections;

/// <summary>Boot messages. Their port is fixed, hence the network in memory.</summary>
internal static partial class BootScenarios
{
    public static IReadOnlyDictionary<string, Scenario> All { get; } = new Dictionary<string, Scenario>(StringComparer.Ordinal)
    {
        ["boot_send"] = SendAsync,
        ["boot_no_host"] = async record =>
        {
            await record.Own(await BootConnection.OpenAsync()).SendBootMessageAsync(new BootMessage(BootOpcode.Hello));
            return null;
        },
    };

    private static async Task<JsonNode?> SendAsync(ConnectionCase record)
    {
        string[] words = record.Find(Message());
        uint[] operands = [.. words[2..].Select(word => uint.Parse(word, CultureInfo.InvariantCulture))];
        var message = new BootMessage(PythonNames.BootOpcodes[words[1]], operands[0], operands[1], operands[2]);

        var world = new MemoryWorld();
        UdpConnection board = await world.PeerAsync(record, "127.0.0.1", port: 54321);
        var options = new BootConnectionOptions { Network = world.Options.Network, TimeProvider = world.Time };
        BootConnection boot = record.Own(await BootConnection.OpenAsync("127.0.0.1", options));
        Task sending = boot.SendBootMessageAsync(message).AsTask();
        await world.Time.RunUntilAsync(sending);
        double pause = world.Time.Elapsed.TotalSeconds;

        byte[] received = await world.RunAsync(board.ReceiveAsync(ConnectionCase.Soon));
        return new JsonArray(OutcomeJson.Bytes(received), new JsonArray(pause), boot.RemotePort);
    }

    [GeneratedRegex(@"\(([A-Z_]+), *(\d+), *(\d+), *(\d+)\)")]
    private static partial Regex Message();
}
