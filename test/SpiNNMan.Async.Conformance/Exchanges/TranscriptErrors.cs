using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>Which errors of the library stand for which of the recordings.</summary>
internal static class TranscriptErrors
{
    public static bool Stands(Exception actual, JsonElement expected)
    {
        string type = expected.GetString("type");
        return type switch
        {
            "SpinnmanIOException" => actual is SpinnakerConnectionException or BoardBootException or MachineOperationException or BoardOperationException,
            "SpiNNManCoresNotInStateException" => actual is CoreStateException,
            "SpinnmanTimeoutException" => actual is SpinnakerTimeoutException,
            "SpinnmanUnexpectedResponseCodeException" => actual is ScpResultException,
            "SpinnmanInvalidParameterException" => actual is InvalidParameterException or InvalidPacketException,
            "SpinnmanInvalidPacketException" => actual is InvalidPacketException,
            _ when expected.GetString("kind") is "python" => actual is ArgumentException or InvalidParameterException,
            _ => throw new UnknownRecordException($"error {type}"),
        };
    }
}
