using System.Net;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Connections;

namespace SpiNNMan.Async.Conformance.Connections;

/// <summary>Announcements of boards. Their port is fixed, hence the network in memory.</summary>
internal static class AnnouncementScenarios
{
    private const int Port = 54321;

    public static IReadOnlyDictionary<string, Scenario> All { get; } = new Dictionary<string, Scenario>(StringComparer.Ordinal)
    {
        ["ip_from_#"] = record => ReceiveAsync(record, record.Number, [1]),
        ["ip_from_other"] = record => ReceiveAsync(record, senderPort: 0, [1]),
        ["ip_empty"] = record => ReceiveAsync(record, Port, []),
        ["ip_timeout"] = async record =>
        {
            var world = new MemoryWorld();
            IPAddressesConnection connection = record.Own(await IPAddressesConnection.ListenAsync(options: world.Options));
            return (await world.RunAsync(connection.ReceiveIPAddressAsync(record.Time)))?.ToString();
        },
        ["ip_closed"] = async record =>
        {
            IPAddressesConnection connection = record.Own(await IPAddressesConnection.ListenAsync(options: new MemoryWorld().Options));
            await connection.CloseAsync();
            return (await connection.ReceiveIPAddressAsync())?.ToString();
        },
        ["ip_default_port"] = async record =>
        {
            IPAddressesConnection connection = record.Own(await IPAddressesConnection.ListenAsync(options: new MemoryWorld().Options));
            return new JsonArray(connection.LocalIPAddress.ToString(), connection.LocalPort);
        },
    };

    private static async Task<JsonNode?> ReceiveAsync(ConnectionCase record, int senderPort, byte[] datagram)
    {
        var world = new MemoryWorld();
        IPAddressesConnection connection = record.Own(await IPAddressesConnection.ListenAsync(options: world.Options));
        UdpConnection board = await world.PeerAsync(record, "127.0.0.1", senderPort);
        await board.SendToAsync(datagram, new IPEndPoint(IPAddress.Broadcast, Port));
        return (await world.RunAsync(connection.ReceiveIPAddressAsync(ConnectionCase.Soon)))?.ToString();
    }
}
