using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Protocol;
using SpiNNMan.Async.Spalloc.Rest;
using SpiNNMan.Async.Spalloc.Services;
using SpiNNMan.Async.Spalloc.Tunnels;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Chips;

namespace SpiNNMan.Async.Conformance.Spalloc;

/// <summary>Opens, uses and closes the sockets of a tunnel as a record did, and compares the frames.</summary>
internal static class SpallocTunnel
{
    /// <summary>The chips with the Ethernets of boards that records talk to.</summary>
    private static readonly (byte X, byte Y, string Host)[] s_boards = [(0, 0, "10.1.0.1"), (4, 8, "10.1.0.9"), (9, 9, "10.1.0.99")];

    public static async Task CheckAsync(JsonElement record, Comparison comparison)
    {
        CheckOpening(record.GetList("opened").Single(), comparison);
        (bool IsSent, byte[] Frame)[] frames = [.. record.GetList("frames").Select(static frame => (frame.GetString("t") is "send", frame.GetHex("hex")))];
        using var socket = new ScriptedWebSocket(frames, comparison);
        var settings = new TunnelSettings
        {
            Service = new BoardAllocatorOptions().ToSettings(),
            JobId = 77,
            Hosts = [.. s_boards.Select(static board => new BoardHost(new ChipLocation(board.X, board.Y), board.Host))],
            PowerResource = "power",
            Open = _ => Task.FromResult<WebSocket>(socket),
        };
        TunnelNetwork network = await TunnelNetwork.OpenAsync(settings, CancellationToken.None).ConfigureAwait(false);
        await using (network)
            await ReplayAsync(record, frames, network, comparison).ConfigureAwait(false);

        comparison.Same("frames left", 0, socket.Left);
    }

    /// <summary>The request for the websocket is one that the client of that login makes.</summary>
    private static void CheckOpening(JsonElement opened, Comparison comparison)
    {
        var login = new RestLogin { Description = new RestServiceDescription { CsrfHeader = "X-CSRF-TOKEN", CsrfToken = "csrf-1" } };
        using var answer = new HttpResponseMessage();
        answer.Headers.TryAddWithoutValidation("Set-Cookie", "JSESSIONID=sess1; Path=/");
        login.TakeCookie(answer.Headers);
        TunnelAddress address = RestTunnels.AddressOf(
            new Uri(opened.GetString("url")), new Uri("https://spalloc.example/spalloc/"), new Uri("https://spalloc.example/spalloc/srv/spalloc/jobs/77/"), login);
        comparison.Same("address", opened.GetString("url"), address.Uri.AbsoluteUri);
        comparison.Same("cookie", opened.GetString("cookie"), address.Headers["Cookie"]);
        comparison.Same("origin", opened.GetString("origin"), address.Headers["Origin"]);
        comparison.Same("token", opened.GetProperty("header").GetString("X-CSRF-TOKEN"), address.Headers["X-CSRF-TOKEN"]);
    }

    private static async Task ReplayAsync(JsonElement record, (bool IsSent, byte[] Frame)[] frames, TunnelNetwork network, Comparison comparison)
    {
        var sockets = new Dictionary<uint, IDatagramSocket>();
        for (int index = 0; index < frames.Length; index++)
        {
            (bool isSent, byte[] frame) = frames[index];
            comparison.Same("is a frame", true, TunnelFrame.TryParse(frame, out TunnelOperation operation, out uint number));
            switch (operation)
            {
                case TunnelOperation.Open or TunnelOperation.OpenUnconnected when isSent:
                    await OpenAsync(record, frame, frames[index + 1].Frame, network, sockets, comparison).ConfigureAwait(false);
                    break;
                case TunnelOperation.Message when isSent:
                    sockets[number].Send(frame.AsSpan(TunnelFrame.MessageHeader));
                    CheckScp(record, frame[TunnelFrame.MessageHeader..], comparison);
                    break;
                case TunnelOperation.MessageTo:
                    sockets[number].SendTo(frame.AsSpan(TunnelFrame.MessageToHeader), new IPEndPoint(AddressOf(frame, 2), (int)TunnelFrame.WordAt(frame, 4)));
                    break;
                case TunnelOperation.Message when sockets.TryGetValue(number, out IDatagramSocket? socket):
                    byte[] buffer = new byte[1500];
                    ReceivedLength received = await socket.ReceiveAsync(buffer, CancellationToken.None).ConfigureAwait(false);
                    comparison.SameBytes("received", frame.AsSpan(TunnelFrame.MessageHeader), buffer.AsSpan(0, received.Length));
                    CheckReply(record, buffer.AsSpan(0, received.Length), comparison);
                    break;
                case TunnelOperation.Close when isSent:
                    await sockets[TunnelFrame.WordAt(frame, 2)].DisposeAsync().ConfigureAwait(false);
                    break;
                default:
                    // The answers to opening and closing, and what is for nobody.
                    break;
            }
        }
    }

    private static async Task OpenAsync(
        JsonElement record, byte[] frame, byte[] reply, TunnelNetwork network, Dictionary<uint, IDatagramSocket> sockets, Comparison comparison)
    {
        bool isConnected = frame.Length > 2 * sizeof(uint);
        IPEndPoint? remote = isConnected ? new IPEndPoint(AddressOf(frame, 2), (int)TunnelFrame.WordAt(frame, 4)) : null;
        try
        {
            TunnelSocket socket = await network.OpenAsync(remote, 1 << 20, CancellationToken.None).ConfigureAwait(false);
            sockets[TunnelFrame.WordAt(reply, 2)] = socket;
            if (isConnected)
                return;

            JsonElement[] local = record.GetList("intended_local");
            comparison.Same("local", $"{local[0].GetString()}:{local[1].GetInt32()}", socket.LocalEndPoint.ToString());
            CheckNoPeer(socket, comparison);
        }
        catch (SpinnakerConnectionException exception)
        {
            string text = Encoding.UTF8.GetString(reply.AsSpan(TunnelFrame.MessageHeader));
            comparison.Same("refused", true, record.Has("error") && exception.Message.Contains(text, StringComparison.Ordinal));
        }
    }

    private static void CheckNoPeer(TunnelSocket socket, Comparison comparison)
    {
        try
        {
            socket.Send([1]);
            comparison.Differs("a socket without a peer sends");
        }
        catch (SpinnakerConnectionException)
        {
            // As the recorded client refuses it.
        }
    }

    /// <summary>What one client sent as its fourth request for a version is what the library sends.</summary>
    private static void CheckScp(JsonElement record, byte[] datagram, Comparison comparison)
    {
        if (record.GetString("name").StartsWith("scamp/", StringComparison.Ordinal))
            comparison.SameBytes("request", datagram, ScpExchange.Encode(new GetVersion(new CoreLocation(0, 0, 0)), new ChipLocation(0, 0), 3));
    }

    private static void CheckReply(JsonElement record, ReadOnlySpan<byte> datagram, Comparison comparison)
    {
        if (!record.GetString("name").StartsWith("scamp/", StringComparison.Ordinal))
            return;

        comparison.Same("is a reply", true, ScpReply.TryParseDatagram(datagram, out ScpReply reply, out _));
        comparison.Same("result", (ScpResult.Ok, record.GetList("result")[1].GetInt32()), (reply.Result, (int)reply.Sequence));
    }

    private static IPAddress AddressOf(byte[] frame, int word) =>
        IPAddress.Parse(s_boards.First(board => board.X == TunnelFrame.WordAt(frame, word) && board.Y == TunnelFrame.WordAt(frame, word + 1)).Host);
}
