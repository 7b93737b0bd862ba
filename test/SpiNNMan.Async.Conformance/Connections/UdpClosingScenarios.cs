using System.Text.Json.Nodes;
using SpiNNMan.Async.Connections;

namespace SpiNNMan.Async.Conformance.Connections;

/// <summary>What is left of a connection that is closed.</summary>
internal static class UdpClosingScenarios
{
    public static IReadOnlyDictionary<string, Scenario> All { get; } = new Dictionary<string, Scenario>(StringComparer.Ordinal)
    {
        ["udp_closed_send"] = async record =>
        {
            UdpConnection connection = await ClosedAsync(record);
            await connection.CloseAsync();
            await connection.SendAsync(new byte[] { 1 });
            return null;
        },
        ["udp_closed_send_to"] = async record =>
        {
            await (await ClosedAsync(record)).SendToAsync(new byte[] { 1 }, ConnectionCase.At(await record.PeerAsync()));
            return null;
        },
        ["udp_closed_receive"] = async record => OutcomeJson.Bytes(await (await ClosedAsync(record)).ReceiveAsync(ConnectionCase.Soon)),
        ["udp_closed_receive_with_address"] = async record =>
            OutcomeJson.Bytes((await (await ClosedAsync(record)).ReceiveWithAddressAsync(ConnectionCase.Soon)).Data.Span),
        ["udp_closed_ready"] = async record => await (await ClosedAsync(record)).IsReadyToReceiveAsync(),
        ["udp_closed_is_connected"] = async record => await (await ClosedAsync(record)).IsConnectedAsync(),
        ["udp_closed_attributes"] = async record =>
        {
            UdpConnection connection = await record.ConnectToAsync(await record.PeerAsync());
            int port = connection.LocalPort;
            await connection.CloseAsync();
            return new JsonArray(connection.LocalPort == port, connection.RemoteIPAddress?.ToString());
        },
    };

    private static async Task<UdpConnection> ClosedAsync(ConnectionCase record)
    {
        UdpConnection connection = await record.ConnectToAsync(await record.PeerAsync());
        await connection.CloseAsync();
        return connection;
    }
}
