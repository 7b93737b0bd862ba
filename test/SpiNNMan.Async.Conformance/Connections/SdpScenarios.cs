using System.Text.Json.Nodes;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Conformance.Connections;

/// <summary>SDP messages.</summary>
internal static class SdpScenarios
{
    public static IReadOnlyDictionary<string, Scenario> All { get; } = new Dictionary<string, Scenario>(StringComparer.Ordinal)
    {
        ["sdp_receive"] = ReceiveAsync,
        ["sdp_receive_short_#"] = ReceiveAsync,
        ["sdp_receive_bad_flags"] = ReceiveAsync,
        ["sdp_receive_no_data"] = async record =>
        {
            SdpMessage message = await ReceiveMessageAsync(record);
            return new JsonArray(SdpMessage.PadSize + SdpHeader.Size, message.Data.Length);
        },
        ["sdp_receive_timeout"] = async record =>
        {
            SdpConnection connection = record.Own(await SdpConnection.OpenAsync());
            return OutcomeJson.Message(await connection.ReceiveSdpMessageAsync(record.Time));
        },
    };

    private static async Task<JsonNode?> ReceiveAsync(ConnectionCase record) => OutcomeJson.Message(await ReceiveMessageAsync(record));

    private static async Task<SdpMessage> ReceiveMessageAsync(ConnectionCase record)
    {
        SdpConnection connection = record.Own(await SdpConnection.OpenAsync());
        await (await record.PeerAsync()).SendToAsync(record.Bytes, ConnectionCase.At(connection));
        return await connection.ReceiveSdpMessageAsync(ConnectionCase.Soon);
    }
}
