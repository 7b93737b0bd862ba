using System.Text.Json.Nodes;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Conformance.Connections;

/// <summary>EIEIO messages.</summary>
internal static class EieioScenarios
{
    public static IReadOnlyDictionary<string, Scenario> All { get; } = new Dictionary<string, Scenario>(StringComparer.Ordinal)
    {
        ["eieio_receive"] = ReceiveAsync,
        ["eieio_receive_short"] = ReceiveAsync,
        ["eieio_receive_timeout"] = async record =>
            OutcomeJson.Message(await record.Own(await EieioConnection.ListenAsync()).ReceiveEieioMessageAsync(record.Time)),
        ["eieio_send"] = async record =>
        {
            UdpConnection peer = await record.PeerAsync();
            EieioConnection connection = record.Own(await EieioConnection.ConnectAsync(ConnectionCase.At(peer)));
            await connection.SendEieioMessageAsync(Message);
            return OutcomeJson.Bytes(await peer.ReceiveAsync(ConnectionCase.Soon));
        },
        ["eieio_send_to"] = async record =>
        {
            UdpConnection peer = await record.PeerAsync();
            await record.Own(await EieioConnection.ListenAsync()).SendEieioMessageToAsync(Message, ConnectionCase.At(peer));
            return OutcomeJson.Bytes(await peer.ReceiveAsync(ConnectionCase.Soon));
        },
        ["eieio_send_unconnected"] = async record =>
        {
            await record.Own(await EieioConnection.ListenAsync()).SendEieioMessageAsync(Message);
            return null;
        },
    };

    private static EieioMessage Message => new NotificationProtocolStartResume();

    private static async Task<JsonNode?> ReceiveAsync(ConnectionCase record)
    {
        EieioConnection connection = record.Own(await EieioConnection.ListenAsync());
        await (await record.PeerAsync()).SendToAsync(record.Bytes, ConnectionCase.At(connection));
        JsonObject received = OutcomeJson.Message(await connection.ReceiveEieioMessageAsync(ConnectionCase.Soon));
        return string.Equals(received["kind"]?.GetValue<string>(), "command", StringComparison.Ordinal) ? EieioCommandJson.OnlyWhat(record.Outcome, received) : received;
    }
}
