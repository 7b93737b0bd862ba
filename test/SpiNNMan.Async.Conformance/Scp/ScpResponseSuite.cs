using System.Text.Json;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Conformance.Scp;

/// <summary>What every reply is decoded to.</summary>
internal sealed class ScpResponseSuite : IVectorSuite
{
    private const string UnexpectedResult = "SpinnmanUnexpectedResponseCodeException";

    private static readonly Dictionary<string, ScpResult> s_results = new(StringComparer.Ordinal)
    {
        ["RC_OK"] = ScpResult.Ok,
        ["RC_LEN"] = ScpResult.BadLength,
        ["RC_SUM"] = ScpResult.BadChecksum,
        ["RC_CMD"] = ScpResult.BadCommand,
        ["RC_ARG"] = ScpResult.BadArgument,
        ["RC_PORT"] = ScpResult.BadPort,
        ["RC_TIMEOUT"] = ScpResult.Timeout,
        ["RC_ROUTE"] = ScpResult.NoRoute,
        ["RC_CPU"] = ScpResult.BadCore,
        ["RC_DEAD"] = ScpResult.DeadCore,
        ["RC_BUF"] = ScpResult.NoBuffer,
        ["RC_P2P_NOREPLY"] = ScpResult.P2PNoReply,
        ["RC_P2P_REJECT"] = ScpResult.P2PReject,
        ["RC_P2P_BUSY"] = ScpResult.P2PBusy,
        ["RC_P2P_TIMEOUT"] = ScpResult.P2PTimeout,
        ["RC_PKT_TX"] = ScpResult.PacketTransmit,
    };

    // What errors of the vectors call a command; some are called after another one.
    private static readonly Dictionary<string, ScpCommand[]> s_commands = new(StringComparer.Ordinal)
    {
        ["CMD_VER"] = [ScpCommand.Version],
        ["CMD_READ"] = [ScpCommand.Read],
        ["CMD_WRITE"] = [ScpCommand.Write, ScpCommand.LinkWrite],
        ["CMD_FILL"] = [ScpCommand.Fill],
        ["CMD_READ_LINK"] = [ScpCommand.LinkRead],
        ["CMD_LINK_READ"] = [ScpCommand.LinkRead],
        ["CMD_LINK_WRITE"] = [ScpCommand.LinkWrite],
        ["CMD_AR"] = [ScpCommand.ApplicationRun],
        ["CMD_NNP"] = [ScpCommand.NearestNeighbourPacket],
        ["CMD_NNP:NNP_FFS"] = [ScpCommand.NearestNeighbourPacket, ScpCommand.FloodFillData],
        ["CMD_FFD"] = [ScpCommand.FloodFillData],
        ["CMD_APP_COPY_RUN"] = [ScpCommand.ApplicationCopyRun],
        ["CMD_SIG"] = [ScpCommand.Signal],
        ["CMD_SIGNAL"] = [ScpCommand.Signal],
        ["CMD_LED"] = [ScpCommand.Led],
        ["CMD_IPTAG"] = [ScpCommand.IPTag],
        ["CMD_ALLOC"] = [ScpCommand.Allocate],
        ["CMD_DEALLOC"] = [ScpCommand.Allocate],
        ["CMD_RTR"] = [ScpCommand.Router],
        ["CMD_CHIP_INFO"] = [ScpCommand.ChipInfo],
        ["CMD_INFO"] = [ScpCommand.ChipInfo],
        ["CMD_SYNC"] = [ScpCommand.Sync],
        ["CMD_ADC"] = [ScpCommand.BmpInfo],
        ["CMD_BMP_INFO"] = [ScpCommand.BmpInfo],
        ["CMD_BMP_POWER"] = [ScpCommand.BmpPower],
    };

    public string FileName => "scp_responses.json";

    public string? Check(JsonElement record)
    {
        ScpCase request = ScpRequestTable.Make(record);
        return record.Has("error") ? CheckError(record, record.GetProperty("error"), request) : Compare(record, request);
    }

    private static string? Compare(JsonElement record, ScpCase request)
    {
        if (!ScpReply.TryParse(record.GetBytesFromOffset(), out ScpReply reply, out PacketError error))
            return error.ToString();

        var comparison = new Comparison();
        ScpHeaders.Compare(comparison, record.GetProperty("sdp"), reply.Header);
        comparison.Same("result", Result(record, "result"), reply.Result);
        comparison.Same("sequence", record.GetInteger("sequence"), reply.Sequence);
        comparison.Same("taken as an answer", true, request.AcceptsResult(reply.Result));
        JsonObject decoded = Decode(record, request, reply);
        foreach (JsonProperty expected in record.GetProperty("decoded").EnumerateObject())
        {
            if (!decoded.TryGetPropertyValue(expected.Name, out JsonNode? actual))
                throw new UnknownRecordException($"field {expected.Name} of {record.GetString("class")}");

            if (!JsonNode.DeepEquals(JsonNode.Parse(expected.Value.GetRawText()), actual is null ? null : JsonNode.Parse(actual.ToJsonString())))
                comparison.Differs($"{expected.Name}: expected {expected.Value.GetRawText()}, got {actual?.ToJsonString() ?? "null"}");
        }

        return comparison.Result;
    }

    private static string? CheckError(JsonElement record, JsonElement expected, ScpCase request)
    {
        string type = expected.GetString("type");
        bool isRefusal = string.Equals(type, UnexpectedResult, StringComparison.Ordinal);
        if (!ScpReply.TryParse(record.GetBytesFromOffset(), out ScpReply reply, out PacketError error))
            return isRefusal ? $"expected a result, got {error}" : null;

        var comparison = new Comparison();
        if (isRefusal)
        {
            string command = expected.GetString("command");
            comparison.Same("result", Result(expected, "response"), reply.Result);
            if (!s_commands.TryGetValue(WithoutEnumeration(command), out ScpCommand[]? commands))
                throw new UnknownRecordException($"command {command}");

            if (!commands.Contains(request.Command))
                comparison.Differs($"command: expected {command}, got {request.Command}");
        }

        if (request.AcceptsResult(reply.Result) && IsDecoded(record, request, reply))
            comparison.Differs($"expected {type}, it is decoded");

        return comparison.Result;
    }

    private static bool IsDecoded(JsonElement record, ScpCase request, in ScpReply reply)
    {
        try
        {
            Decode(record, request, reply);
            return true;
        }
        catch (InvalidPacketException)
        {
            return false;
        }
    }

    private static JsonObject Decode(JsonElement record, ScpCase request, in ScpReply reply) =>
        request.Decode(reply, (int)record.GetInteger("offset", 0) + ScpReply.HeaderSize);

    private static ScpResult Result(JsonElement element, string field) =>
        s_results.TryGetValue(WithoutEnumeration(element.GetString(field)), out ScpResult result)
            ? result
            : throw new UnknownRecordException($"result {element.GetString(field)}");

    // Some errors name the member, others its enumeration too.
    private static string WithoutEnumeration(string name) => name[(name.LastIndexOf('.') + 1)..];
}
