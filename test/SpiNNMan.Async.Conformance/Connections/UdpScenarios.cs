using System.Net;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Connections;

namespace SpiNNMan.Async.Conformance.Connections;

/// <summary>Plain datagrams.</summary>
internal static class UdpScenarios
{
    private static readonly string[] s_ordinals = ["first", "second", "third", "fourth", "fifth"];

    public static IReadOnlyDictionary<string, Scenario> All { get; } = new Dictionary<string, Scenario>(StringComparer.Ordinal)
    {
        ["udp_unconnected_attributes"] = async record => await DescribeAsync(record.Own(await UdpConnection.OpenAsync()), peer: null),
        ["udp_connected_attributes"] = async record =>
        {
            UdpConnection peer = await record.PeerAsync();
            return await DescribeAsync(record.Own(await UdpConnection.OpenAsync("localhost", peer.LocalPort)), peer);
        },
        ["udp_remote_host_only"] = async record => DescribePeer(record.Own(await UdpConnection.OpenAsync(remoteHost: "127.0.0.1"))),
        ["udp_remote_port_only"] = async record => DescribePeer(record.Own(await UdpConnection.OpenAsync(remotePort: 9))),
        ["udp_unresolvable"] = async record => DescribePeer(record.Own(await UdpConnection.OpenAsync("no-such-host.invalid", 9))),

        // 192.0.2.0/24 is for documentation: no computer has an address of it.
        ["udp_bad_bind"] = async record => DescribePeer(record.Own(await UdpConnection.OpenAsync(options: new ConnectionOptions { LocalHost = "192.0.2.1" }))),
        ["udp_bind_in_use"] = async record =>
        {
            UdpConnection first = await record.PeerAsync();
            return DescribePeer(record.Own(await UdpConnection.OpenAsync(options: new ConnectionOptions { LocalHost = "127.0.0.1", LocalPort = first.LocalPort })));
        },
        ["udp_send"] = async record =>
        {
            UdpConnection peer = await record.PeerAsync();
            await (await record.ConnectToAsync(peer)).SendAsync(record.Bytes);
            return OutcomeJson.Bytes(await peer.ReceiveAsync(ConnectionCase.Soon));
        },
        ["udp_send_unconnected"] = async record =>
        {
            await (await record.PeerAsync()).SendAsync(new byte[] { 1 });
            return null;
        },
        ["udp_send_to_unconnected"] = async record =>
        {
            UdpConnection peer = await record.PeerAsync();
            await (await record.PeerAsync()).SendToAsync(record.Bytes, ConnectionCase.At(peer));
            return OutcomeJson.Bytes(await peer.ReceiveAsync(ConnectionCase.Soon));
        },
        ["udp_receive"] = async record => OutcomeJson.Bytes(await (await GivenAsync(record, record.Bytes)).ReceiveAsync(ConnectionCase.Soon)),
        ["udp_receive_empty"] = async record => OutcomeJson.Bytes(await (await GivenAsync(record, [])).ReceiveAsync(ConnectionCase.Soon)),
        ["udp_receive_#"] = async record =>
        {
            byte[] sent = [.. Enumerable.Range(0, record.Number).Select(index => (byte)(index * 7))];
            byte[] received = await (await GivenAsync(record, sent)).ReceiveAsync(ConnectionCase.Soon);
            return new JsonArray(received.Length, received.AsSpan().SequenceEqual(sent));
        },
        ["udp_receive_with_address"] = async record =>
        {
            UdpConnection peer = await record.PeerAsync();
            UdpConnection connection = await record.PeerAsync();
            await peer.SendToAsync(record.Bytes, ConnectionCase.At(connection));
            ReceivedDatagram received = await connection.ReceiveWithAddressAsync(ConnectionCase.Soon);
            IPEndPoint sender = received.RemoteEndPoint;
            return new JsonArray(OutcomeJson.Bytes(received.Data.Span), sender.Address.ToString(), sender.Port == peer.LocalPort);
        },
        ["udp_receive_method"] = async record =>
        {
            // What a listener gets is what receiving gives.
            UdpConnection connection = await GivenAsync(record, [1, 2, 3]);
            await using IAsyncEnumerator<ReceivedDatagram> listener = connection.SubscribeAsync().GetAsyncEnumerator();
            return await listener.MoveNextAsync().AsTask().WaitAsync(ConnectionCase.Soon) && listener.Current.Data.Span.SequenceEqual(new byte[] { 1, 2, 3 });
        },
        ["udp_receive_timeout"] = async record => OutcomeJson.Bytes(await (await record.PeerAsync()).ReceiveAsync(record.Time)),
        ["udp_receive_timeout_zero"] = async record => OutcomeJson.Bytes(await (await record.PeerAsync()).ReceiveAsync(record.Time)),
        ["udp_receive_timeout_negative"] = async record => OutcomeJson.Bytes(await (await record.PeerAsync()).ReceiveAsync(TimeSpan.FromSeconds(-1))),
        ["udp_ready_no"] = async record => await (await record.PeerAsync()).IsReadyToReceiveAsync(),
        ["udp_ready_yes"] = async record =>
        {
            UdpConnection connection = await GivenAsync(record, [1]);
            await connection.IsReadyToReceiveAsync(ConnectionCase.Soon);
            return await connection.IsReadyToReceiveAsync();
        },
        ["udp_connected_filters"] = async record =>
        {
            UdpConnection friend = await record.PeerAsync();
            UdpConnection stranger = await record.PeerAsync();
            UdpConnection connection = await record.ConnectToAsync(friend);
            await stranger.SendToAsync("another"u8.ToArray(), ConnectionCase.At(connection));
            await friend.SendToAsync("friend"u8.ToArray(), ConnectionCase.At(connection));
            return OutcomeJson.Bytes(await connection.ReceiveAsync(ConnectionCase.Soon));
        },
        ["udp_refused"] = async record =>
        {
            UdpConnection gone = await record.PeerAsync();
            await gone.CloseAsync();
            UdpConnection connection = await record.ConnectToAsync(gone);
            await connection.SendAsync(new byte[] { 1 });
            return OutcomeJson.Bytes(await connection.ReceiveAsync(ConnectionCase.Soon));
        },
        ["udp_is_connected_ping"] = record =>
            PingAsync(record, 1 + Array.FindIndex(s_ordinals, ordinal => record.Steps.Contains($"the {ordinal} ping", StringComparison.Ordinal))),
        ["udp_is_connected_no_ping"] = record => PingAsync(record, answered: 0),
    };

    /// <summary>A connection that a datagram has been sent to.</summary>
    private static async Task<UdpConnection> GivenAsync(ConnectionCase record, byte[] datagram)
    {
        UdpConnection connection = await record.PeerAsync();
        await (await record.PeerAsync()).SendToAsync(datagram, ConnectionCase.At(connection));
        return connection;
    }

    private static async Task<JsonNode?> PingAsync(ConnectionCase record, int answered)
    {
        var pinger = new ScriptedPinger(answered);
        UdpConnection connection = await record.ConnectToAsync(await record.PeerAsync(), new ConnectionOptions { Pinger = pinger });
        return new JsonArray(await connection.IsConnectedAsync(), pinger.Pings);
    }

    private static async Task<JsonObject> DescribeAsync(UdpConnection connection, UdpConnection? peer) => new()
    {
        ["local_ip_address"] = connection.LocalIPAddress.ToString(),
        ["local_port_nonzero"] = connection.LocalPort != 0,
        ["remote_ip_address"] = connection.RemoteIPAddress?.ToString(),
        ["remote_port"] = peer is not null && connection.RemotePort == peer.LocalPort ? "given" : connection.RemotePort,
        ["is_connected_without_remote"] = peer is null ? await connection.IsConnectedAsync() : "n/a",
    };

    private static JsonArray DescribePeer(UdpConnection connection) => new(connection.RemoteIPAddress?.ToString(), connection.RemotePort);
}
