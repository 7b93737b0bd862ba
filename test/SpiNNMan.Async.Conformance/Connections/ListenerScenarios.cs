using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Conformance.Connections;

/// <summary>Listeners.</summary>
internal static partial class ListenerScenarios
{
    public static IReadOnlyDictionary<string, Scenario> All { get; } = new Dictionary<string, Scenario>(StringComparer.Ordinal)
    {
        ["listener"] = record => ListenAsync(record, fail: false),
        ["listener_callback_fails"] = record => ListenAsync(record, fail: true),
        ["listener_connection_closed"] = async record =>
        {
            UdpConnection connection = await record.PeerAsync();
            var calls = new Calls(expected: 1);
            await using CallbackSubscription<ReceivedDatagram> listener = connection.Subscribe(message => calls.Add(0, message));
            await (await record.PeerAsync()).SendToAsync(new byte[] { 0 }, ConnectionCase.At(connection));
            await calls.Complete.WaitAsync(ConnectionCase.Soon);
            await connection.CloseAsync();
            return calls.Describe(await StoppedAsync(listener));
        },
        ["listener_close_unstarted"] = async record =>
        {
            UdpConnection connection = await record.PeerAsync();
            Subscription<ReceivedDatagram> reader = connection.SubscribeAsync();
            await reader.DisposeAsync();
            try
            {
                await foreach (ReceivedDatagram message in reader)
                    throw new InvalidOperationException($"{message.Data.Length} bytes came to a listener that was closed");

                return new Calls(0).Describe(stopped: false);
            }
            catch (ObjectDisposedException)
            {
                return new Calls(0).Describe(stopped: true);
            }
        },
        ["listener_errors"] = async record =>
        {
            var refused = new SpinnakerConnectionException("The peer refused.");
            var socket = new ReplaySocket(refused, refused, "ok"u8.ToArray());
            UdpConnection connection = record.Own(await UdpConnection.OpenAsync(options: new ConnectionOptions { Network = socket }));
            var calls = new Calls(expected: 1);
            await using CallbackSubscription<ReceivedDatagram> listener = connection.Subscribe(message => calls.Add(0, message));
            socket.Begin();
            bool stopped = await StoppedAsync(listener);
            return new JsonObject { ["calls"] = new JsonArray([.. calls.Hex]), ["receives"] = socket.Receives, ["stopped"] = stopped };
        },
    };

    private static async Task<JsonNode?> ListenAsync(ConnectionCase record, bool fail)
    {
        string[] words = record.Find(Counts());
        int datagrams = int.Parse(words[1], CultureInfo.InvariantCulture);
        int callbacks = int.Parse(words[2], CultureInfo.InvariantCulture);
        UdpConnection connection = await record.PeerAsync();
        UdpConnection sender = await record.PeerAsync();
        var calls = new Calls(datagrams * callbacks);
        var listeners = new List<CallbackSubscription<ReceivedDatagram>>();
        for (int index = 0; index < callbacks; index++)
        {
            int callback = index;
            listeners.Add(connection.Subscribe(message =>
            {
                calls.Add(callback, message);
                if (fail)
                    throw new InvalidOperationException("The callback fails.");
            }));
        }

        for (byte number = 0; number < datagrams; number++)
            await sender.SendToAsync(new[] { number }, ConnectionCase.At(connection));

        await calls.Complete.WaitAsync(ConnectionCase.Soon);
        bool stopped = true;
        foreach (CallbackSubscription<ReceivedDatagram> listener in listeners)
        {
            await listener.DisposeAsync();
            stopped &= await StoppedAsync(listener);
        }

        return calls.Describe(stopped);
    }

    private static async Task<bool> StoppedAsync(CallbackSubscription<ReceivedDatagram> listener)
    {
        await listener.Completion.WaitAsync(ConnectionCase.Soon).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return listener.Completion.IsCompletedSuccessfully;
    }

    [GeneratedRegex(@"(\d+) datagrams?, (\d+) callback")]
    private static partial Regex Counts();

    /// <summary>What the callbacks were called with.</summary>
    private sealed class Calls(int expected)
    {
        private readonly Lock _gate = new();
        private readonly List<(int Callback, string Hex)> _made = [];
        private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Ends when there have been as many as expected.</summary>
        public Task Complete => _complete.Task;

        public IEnumerable<JsonNode> Hex => _made.Select(call => (JsonNode)call.Hex);

        public void Add(int callback, ReceivedDatagram message)
        {
            lock (_gate)
            {
                _made.Add((callback, Convert.ToHexStringLower(message.Data.Span)));
                if (_made.Count == expected)
                    _complete.TrySetResult();
            }
        }

        // By callback; each must have had its messages in order.
        public JsonObject Describe(bool stopped) => new()
        {
            ["calls"] = new JsonArray([.. _made.OrderBy(call => call.Callback).Select(call => new JsonArray(call.Callback, call.Hex))]),
            ["stopped"] = stopped,
        };
    }
}
