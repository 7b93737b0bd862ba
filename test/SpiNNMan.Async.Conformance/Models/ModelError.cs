using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Conformance.Models;

/// <summary>Checks that a model that must be refused is.</summary>
internal static class ModelError
{
    public static string? Check(JsonElement error, Action action, IReadOnlyDictionary<string, string> names)
    {
        string kind = error.GetString("kind");
        if (kind is not ("spinnman" or "malformed" or "python"))
            throw new UnknownRecordException($"error of kind {kind}");

        try
        {
            action();
        }
        catch (InvalidPacketException e)
        {
            // Bytes that Python reports as a bad parameter are bytes all the same.
            return kind is "spinnman" ? Compare("packet", error, e.Error.Packet, names) : null;
        }
        catch (InvalidParameterException e)
        {
            return kind is "spinnman" ? Compare("parameter", error, e.ParameterName, names) : null;
        }
        catch (Exception e) when (e is RefusedException or OverflowException)
        {
            return null;
        }

        return $"expected {error.GetString("type")}, it succeeds";
    }

    // Values are not compared: SpiNNMan 7.0.0 gives the number of counters that is needed as the number it was given.
    private static string? Compare(string what, JsonElement error, string actual, IReadOnlyDictionary<string, string> names)
    {
        string parameter = error.GetString("parameter");
        string expected = names.TryGetValue(parameter, out string? translated) ? translated : parameter;
        var comparison = new Comparison();
        comparison.Same(what, expected, actual);
        return comparison.Result;
    }
}
