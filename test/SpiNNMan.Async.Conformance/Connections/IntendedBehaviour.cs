using System.Text.Json.Nodes;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Conformance.Connections;

/// <summary>Where the records hold a defect of SpiNNMan 7.0.0, and what is right instead.</summary>
internal static class IntendedBehaviour
{
    private static readonly Dictionary<string, Func<ConnectionCase, Expectation, Expectation>> s_changes = new(StringComparer.Ordinal)
    {
        // It receives into 300 bytes and loses the rest of a longer datagram without a word. Datagrams are received whole.
        ["udp_receive_#"] = static (record, _) => new Expectation(new JsonArray(record.Number, true)),

        // A timeout of 0 is an I/O error. It takes what is there; that nothing is there is a timeout like any other.
        ["udp_receive_timeout_zero"] = static (_, _) => new Expectation(null, typeof(SpinnakerTimeoutException), 0),

        // So is a negative one, but that is the caller's mistake.
        ["udp_receive_timeout_negative"] = static (_, _) => new Expectation(null, typeof(InvalidParameterException)),

        // It has types for the commands 10, 11 and 12 but reads them as plain commands.
        ["eieio_receive"] = static (_, expected) => WithClass(expected),

        // Closing a listener before starting it fails. There is nothing to start here, and nothing to fail.
        ["listener_close_unstarted"] = static (_, _) => new Expectation(new JsonObject { ["calls"] = new JsonArray(), ["stopped"] = true }),
    };

    /// <summary>What is right, given what the record says.</summary>
    public static Expectation Of(ConnectionCase record, Expectation recorded) =>
        s_changes.TryGetValue(record.Key, out Func<ConnectionCase, Expectation, Expectation>? change) ? change(record, recorded) : recorded;

    private static Expectation WithClass(Expectation expected)
    {
        if (expected.Outcome is JsonObject command && command["command"] is { } number)
        {
            string? type = number.GetValue<int>() switch
            {
                10 => "NotificationProtocolPauseStop",
                11 => "NotificationProtocolStartResume",
                12 => "HostDataReadAck",
                _ => null,
            };
            if (type is not null)
                command["class"] = type;
        }

        return expected;
    }
}
