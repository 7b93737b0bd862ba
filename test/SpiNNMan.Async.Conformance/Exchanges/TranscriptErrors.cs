using System.Text.Json;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;

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
            "SpinnmanTimeoutException" => actual is SpinnakerTimeoutException || Causes(actual).Any(static cause => cause is SpinnakerTimeoutException),
            "SpinnmanUnexpectedResponseCodeException" => actual is ScpResultException,
            "SpinnmanInvalidParameterException" or "SpinnmanInvalidParameterTypeException" => actual is InvalidParameterException or InvalidPacketException,
            "SpinnmanInvalidPacketException" => actual is InvalidPacketException,

            // Errors of a process wrap what happened to its requests.
            "SpinnmanGenericProcessException" or "SpinnmanGroupedProcessException" => expected.Has("inner") && expected.GetProperty("inner").ValueKind == JsonValueKind.Object
                ? Stands(actual, expected.GetProperty("inner"))
                : actual is SpinnakerException,
            "SpinnmanEOFException" => actual is SpinnakerConnectionClosedException,
            "SpinnmanException" => actual is SpinnakerException,
            _ when expected.GetString("kind") is "python" or "malformed" => actual is ArgumentException or InvalidParameterException or InvalidPacketException or RefusedException,
            _ => throw new UnknownRecordException($"error {type}"),
        };
    }

    // An operation on several boards or chips names the error of each.
    private static IEnumerable<Exception> Causes(Exception actual) => actual switch
    {
        MachineOperationException machine => machine.Failures.Select(static failure => failure.Error),
        BoardOperationException boards => boards.Failures.Select(static failure => failure.Error),
        _ => [],
    };
}
