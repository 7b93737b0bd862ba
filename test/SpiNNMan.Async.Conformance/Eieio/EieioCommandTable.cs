using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Conformance.Eieio;

/// <summary>The classes of the vectors and the types of the library.</summary>
internal static class EieioCommandTable
{
    public static IReadOnlyDictionary<string, EieioCommand> Commands { get; } = new Dictionary<string, EieioCommand>(StringComparer.Ordinal)
    {
        ["EIEIO_COMMAND_IDS.DATABASE"] = EieioCommand.Database,
        ["EIEIO_COMMAND_IDS.EVENT_PADDING"] = EieioCommand.EventPadding,
        ["EIEIO_COMMAND_IDS.EVENT_STOP"] = EieioCommand.EventStop,
        ["EIEIO_COMMAND_IDS.STOP_SENDING_REQUESTS"] = EieioCommand.StopSendingRequests,
        ["EIEIO_COMMAND_IDS.START_SENDING_REQUESTS"] = EieioCommand.StartSendingRequests,
        ["EIEIO_COMMAND_IDS.SPINNAKER_REQUEST_BUFFERS"] = EieioCommand.SpinnakerRequestBuffers,
        ["EIEIO_COMMAND_IDS.HOST_SEND_SEQUENCED_DATA"] = EieioCommand.HostSendSequencedData,
        ["EIEIO_COMMAND_IDS.SPINNAKER_REQUEST_READ_DATA"] = EieioCommand.SpinnakerRequestReadData,
        ["EIEIO_COMMAND_IDS.HOST_DATA_READ"] = EieioCommand.HostDataRead,
        ["EIEIO_COMMAND_IDS.STOP_PAUSE_NOTIFICATION"] = EieioCommand.StopPauseNotification,
        ["EIEIO_COMMAND_IDS.START_RESUME_NOTIFICATION"] = EieioCommand.StartResumeNotification,
        ["EIEIO_COMMAND_IDS.HOST_DATA_READ_ACK"] = EieioCommand.HostDataReadAck,
    };

    private static readonly Dictionary<string, EieioCommand> s_classes = new(StringComparer.Ordinal)
    {
        // A command without a type of its own; which one does not matter.
        ["EIEIOCommandMessage"] = (EieioCommand)EieioCommandMessage.MaxCommand,
        ["NotificationProtocolDatabaseLocation"] = EieioCommand.Database,
        ["PaddingRequest"] = EieioCommand.EventPadding,
        ["EventStopRequest"] = EieioCommand.EventStop,
        ["StopRequests"] = EieioCommand.StopSendingRequests,
        ["StartRequests"] = EieioCommand.StartSendingRequests,
        ["SpinnakerRequestBuffers"] = EieioCommand.SpinnakerRequestBuffers,
        ["HostSendSequencedData"] = EieioCommand.HostSendSequencedData,
        ["SpinnakerRequestReadData"] = EieioCommand.SpinnakerRequestReadData,
        ["HostDataRead"] = EieioCommand.HostDataRead,
        ["NotificationProtocolPauseStop"] = EieioCommand.StopPauseNotification,
        ["NotificationProtocolStartResume"] = EieioCommand.StartResumeNotification,
        ["HostDataReadAck"] = EieioCommand.HostDataReadAck,
    };

    public static EieioCommand CommandOf(string type) => s_classes.TryGetValue(type, out EieioCommand command) ? command : throw new UnknownRecordException($"class {type}");

    /// <summary>Makes the message that a class makes from its constructor's arguments.</summary>
    public static EieioCommandMessage Make(string type, JsonElement ctor) => type switch
    {
        "NotificationProtocolDatabaseLocation" => new NotificationProtocolDatabaseLocation(ctor.GetStringOrNull("database_path")),
        "PaddingRequest" => new PaddingRequest(),
        "EventStopRequest" => new EventStopRequest(),
        "StopRequests" => new StopRequests(),
        "StartRequests" => new StartRequests(),
        "NotificationProtocolPauseStop" => new NotificationProtocolPauseStop(),
        "NotificationProtocolStartResume" => new NotificationProtocolStartResume(),
        "HostDataReadAck" => new HostDataReadAck(ctor.GetByte("sequence_no")),
        "SpinnakerRequestBuffers" => new SpinnakerRequestBuffers(
            ReadCore(ctor), ctor.GetByte("region_id"), ctor.GetByte("sequence_no"), ctor.GetUInt32("space_available")),
        "HostSendSequencedData" => new HostSendSequencedData(
            ctor.GetByte("region_id"), ctor.GetByte("sequence_no"), MakeData(ctor.GetProperty("eieio_data_message"))),
        "SpinnakerRequestReadData" => new SpinnakerRequestReadData(ReadCore(ctor), ctor.GetByte("sequence_no"), ReadBlocks(ctor)),
        "HostDataRead" => new HostDataRead(ctor.GetByte("sequence_no"), ReadAnswers(ctor)),
        _ => throw new UnknownRecordException($"class {type}"),
    };

    /// <summary>Compares the fields of a message that was read.</summary>
    public static void Compare(Comparison comparison, JsonElement expected, EieioCommandMessage actual)
    {
        string type = expected.GetString("class");
        switch (actual)
        {
            // The reference gives some commands no type of their own where this library does.
            case var plain when type is "EIEIOCommandMessage":
                comparison.SameBytes("data", expected.GetByteString("data"), plain.Data.Span);
                return;
            case NotificationProtocolDatabaseLocation location:
                comparison.Same("database_path", expected.GetStringOrNull("database_path"), location.DatabasePath);
                break;
            case HostDataReadAck acknowledgement:
                comparison.Same("sequence_no", expected.GetByte("sequence_no"), acknowledgement.Sequence);
                break;
            case SpinnakerRequestBuffers request:
                comparison.Same("core", ReadCore(expected), request.Core);
                comparison.Same("region_id", expected.GetByte("region_id"), request.RegionId);
                comparison.Same("sequence_no", expected.GetByte("sequence_no"), request.Sequence);
                comparison.Same("space_available", expected.GetUInt32("space_available"), request.SpaceAvailable);
                break;
            case HostSendSequencedData data:
                comparison.Same("region_id", expected.GetByte("region_id"), data.RegionId);
                comparison.Same("sequence_no", expected.GetByte("sequence_no"), data.Sequence);
                EieioVectors.CompareMessage(comparison, expected.GetProperty("eieio_data_message"), data.Message);
                break;
            case SpinnakerRequestReadData request:
                comparison.Same("core", ReadCore(expected), request.Core);
                comparison.Same("sequence_no", expected.GetByte("sequence_no"), request.Sequence);
                CompareList(comparison, ReadBlocks(expected), request.RequestCount, i => request[i]);
                break;
            case HostDataRead answer:
                comparison.Same("sequence_no", expected.GetByte("sequence_no"), answer.Sequence);
                CompareList(comparison, ReadAnswers(expected), answer.RequestCount, i => answer[i]);
                break;
        }

        comparison.Same("class", type, actual.GetType().Name);
        comparison.Same("command of the class", CommandOf(type), actual.Command);
    }

    private static CoreLocation ReadCore(JsonElement fields) => new(fields.GetByte("x"), fields.GetByte("y"), fields.GetByte("p"));

    private static EieioDataMessage MakeData(JsonElement fields)
    {
        var message = new EieioDataMessage(EieioVectors.ReadHeader(fields.GetProperty("header")));
        EieioVectors.AddAll(message, fields);
        return message;
    }

    private static ReadDataRequest[] ReadBlocks(JsonElement fields)
    {
        JsonElement[][] columns = ReadColumns(fields, "channel", "region_id", "start_address", "space_to_be_read");
        return [.. columns.Select(column => new ReadDataRequest(
            column[0].As<byte>(),
            column[1].As<byte>(),
            column[2].As<uint>(),
            column[3].As<uint>()))];
    }

    private static DataRead[] ReadAnswers(JsonElement fields)
    {
        JsonElement[][] columns = ReadColumns(fields, "channel", "region_id", "space_read");
        return [.. columns.Select(column => new DataRead(
            column[0].As<byte>(), column[1].As<byte>(), column[2].As<uint>()))];
    }

    // Lists side by side, which the library takes as one list: lists of different lengths cannot be said there.
    private static JsonElement[][] ReadColumns(JsonElement fields, params string[] names)
    {
        long count = fields.GetInteger("n_requests");
        JsonElement[][] lists = [.. names.Select(name => fields.GetList(name))];
        if (lists.Any(list => list.Length != count))
            throw new RefusedException("the lists are not as long as n_requests says");

        return [.. Enumerable.Range(0, (int)count).Select(i => lists.Select(list => list[i]).ToArray())];
    }

    private static void CompareList<T>(Comparison comparison, T[] expected, int count, Func<int, T> actual)
    {
        comparison.Same("n_requests", expected.Length, count);
        for (int i = 0; i < Math.Min(expected.Length, count); i++)
            comparison.Same($"request {i}", expected[i], actual(i));
    }
}
