using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Connections;

namespace SpiNNMan.Async.Conformance.Connections;

/// <summary>One record: what its words and bytes say, and what must be closed after it.</summary>
internal sealed partial class ConnectionCase : IAsyncDisposable
{
    /// <summary>For what is sure to come: no scenario waits this long unless it fails.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly JsonElement _record;
    private readonly Stack<IAsyncDisposable> _open = new();

    public ConnectionCase(JsonElement record)
    {
        _record = record;
        string name = record.GetString("name").Split('/')[0];
        Match number = TrailingNumber().Match(name);
        Number = number.Success ? int.Parse(number.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        Key = number.Success ? name[..number.Groups[1].Index] + "#" : name;
    }

    /// <summary>The scenario's name, with # for the number at its end.</summary>
    public string Key { get; }

    /// <summary>The number at the end of the scenario's name.</summary>
    public int Number { get; }

    public string Steps => _record.GetString("steps");

    /// <summary>What the record says came of it; nothing where it says how it fails.</summary>
    public JsonNode? Outcome => _record.Has("outcome") ? JsonNode.Parse(_record.GetProperty("outcome").GetRawText()) : null;

    /// <summary>The datagram that the record is about.</summary>
    public byte[] Bytes => _record.GetHex();

    /// <summary>The only time in the steps, as in <c>receive(0.05)</c>.</summary>
    public TimeSpan Time => TimeSpan.FromSeconds(double.Parse(Find(TimeArgument())[1], CultureInfo.InvariantCulture));

    /// <summary>The datagram that the record expects to be sent: for what of its making the steps leave out.</summary>
    public byte[] ExpectedBytes
    {
        get
        {
            JsonElement outcome = _record.GetProperty("outcome");
            JsonElement bytes = outcome.ValueKind == JsonValueKind.Array ? outcome.EnumerateArray().First(item => item.ValueKind == JsonValueKind.Object) : outcome;
            return bytes.GetHex("hex");
        }
    }

    /// <summary>The groups of the first place in the steps that matches.</summary>
    public string[] Find(Regex pattern)
    {
        Match match = pattern.Match(Steps);
        return match.Success ? [.. match.Groups.Values.Select(group => group.Value)] : throw new UnknownRecordException($"steps '{Steps}'");
    }

    /// <summary>Closes something when the record is done.</summary>
    public T Own<T>(T connection)
        where T : IAsyncDisposable
    {
        _open.Push(connection);
        return connection;
    }

    /// <summary>Somebody on loopback, at a port of the system's choice.</summary>
    public async Task<UdpConnection> PeerAsync() => Own(await UdpConnection.OpenAsync(options: new ConnectionOptions { LocalHost = "127.0.0.1" }));

    /// <summary>A connection to somebody on loopback.</summary>
    public async Task<UdpConnection> ConnectToAsync(DatagramConnection peer, ConnectionOptions? options = null) =>
        Own(await UdpConnection.OpenAsync("127.0.0.1", peer.LocalPort, options));

    public async ValueTask DisposeAsync()
    {
        while (_open.TryPop(out IAsyncDisposable? connection))
            await connection.DisposeAsync();
    }

    /// <summary>Where to reach a connection on this computer.</summary>
    public static IPEndPoint At(DatagramConnection connection) => new(IPAddress.Loopback, connection.LocalPort);

    [GeneratedRegex(@"_(\d+)$")]
    private static partial Regex TrailingNumber();

    [GeneratedRegex(@"\((-?\d+(?:\.\d+)?)\)")]
    private static partial Regex TimeArgument();
}
