using System.Net;
using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>Something that happened in a recorded exchange.</summary>
/// <param name="Kind"><c>send</c>, <c>recv</c>, <c>timeout</c> or <c>sleep</c>.</param>
/// <param name="Connection">Over which connection; empty for a pause.</param>
/// <param name="Bytes">The datagram, if there is one.</param>
/// <param name="To">Where it was sent to, if the connection has no peer.</param>
internal sealed record ExchangeEvent(string Kind, string Connection, byte[] Bytes, IPEndPoint? To)
{
    public const string Scamp = "scamp";
    public const string Bmp = "bmp";
    public const string Boot = "boot";

    /// <summary>The events of a record, in order.</summary>
    public static IReadOnlyList<ExchangeEvent> ReadAll(JsonElement record) => [.. record.GetProperty("events").EnumerateArray().Select(Read)];

    private static ExchangeEvent Read(JsonElement element)
    {
        string kind = element.GetString("t");
        if (kind is not ("send" or "recv" or "timeout" or "sleep"))
            throw new UnknownRecordException($"event {kind}");

        return new ExchangeEvent(
            kind,
            element.GetStringOrNull("conn") ?? "",
            element.Has("hex") ? element.GetHex("hex") : [],
            element.Has("to") ? ReadEndPoint(element.GetProperty("to")) : null);
    }

    private static IPEndPoint ReadEndPoint(JsonElement pair) => new(IPAddress.Parse(pair[0].GetString() ?? ""), pair[1].GetInt32());
}
