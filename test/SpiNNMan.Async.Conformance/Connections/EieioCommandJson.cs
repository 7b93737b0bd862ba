using System.Text.Json.Nodes;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Conformance.Connections;

/// <summary>Writes EIEIO commands that were received in the notation of the records: each by its own type, with its fields.</summary>
internal static class EieioCommandJson
{
    /// <summary>All that can be said of a command: the fields of its type, and the bytes they are made of.</summary>
    public static JsonObject Of(EieioCommandMessage command)
    {
        JsonObject fields = FieldsOf(command);
        fields["kind"] = "command";
        fields["class"] = command.GetType() == typeof(EieioCommandMessage) ? "EIEIOCommandMessage" : command.GetType().Name;
        fields["command"] = (int)command.Command;
        fields["offset"] = EieioCommandMessage.HeaderSize;
        fields["data"] = OutcomeJson.Bytes(command.Data.Span);
        return fields;
    }

    /// <summary>Leaves out what a record does not say. Records give a command either by its fields or by its bytes.</summary>
    public static JsonObject OnlyWhat(JsonNode? recorded, JsonObject actual)
    {
        if (recorded is not JsonObject expected)
            return actual;

        foreach (string name in actual.Select(field => field.Key).ToArray())
        {
            if (!expected.ContainsKey(name))
                actual.Remove(name);
        }

        return actual;
    }

    private static JsonObject FieldsOf(EieioCommandMessage command) => command switch
    {
        NotificationProtocolDatabaseLocation location => new() { ["database_path"] = location.DatabasePath },
        HostDataReadAck acknowledgement => new() { ["sequence_no"] = acknowledgement.Sequence },
        SpinnakerRequestBuffers request => WithCore(request.Core, new()
        {
            ["region_id"] = request.RegionId,
            ["sequence_no"] = request.Sequence,
            ["space_available"] = request.SpaceAvailable,
        }),
        HostSendSequencedData data => new()
        {
            ["region_id"] = data.RegionId,
            ["sequence_no"] = data.Sequence,
            ["eieio_data_message"] = OutcomeJson.Message(data.Message),
        },
        SpinnakerRequestReadData request => WithCore(request.Core, new()
        {
            ["n_requests"] = request.RequestCount,
            ["sequence_no"] = request.Sequence,
            ["channel"] = List(request.RequestCount, i => request[i].Channel),
            ["region_id"] = List(request.RequestCount, i => request[i].RegionId),
            ["start_address"] = List(request.RequestCount, i => request[i].StartAddress),
            ["space_to_be_read"] = List(request.RequestCount, i => request[i].SpaceToBeRead),
        }),
        HostDataRead answer => new()
        {
            ["n_requests"] = answer.RequestCount,
            ["sequence_no"] = answer.Sequence,
            ["channel"] = List(answer.RequestCount, i => answer[i].Channel),
            ["region_id"] = List(answer.RequestCount, i => answer[i].RegionId),
            ["space_read"] = List(answer.RequestCount, i => answer[i].SpaceRead),
        },
        _ => [],
    };

    private static JsonObject WithCore(CoreLocation core, JsonObject fields)
    {
        fields["x"] = core.X;
        fields["y"] = core.Y;
        fields["p"] = core.Core;
        return fields;
    }

    private static JsonArray List(int count, Func<int, long> value) => [.. Enumerable.Range(0, count).Select(i => (JsonNode)value(i))];
}
