using System.Globalization;
using System.Text.Json;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Conformance.Checking;

/// <summary>Checks that what must fail does, with the error of this library that stands for the one of the vector.</summary>
internal static class ExpectedError
{
    /// <summary>Runs <paramref name="action"/> and compares how it fails with the <c>error</c> of a record.</summary>
    /// <param name="error">The record's error: its kind, and the parameter, value or packet it names.</param>
    /// <param name="action">What must fail.</param>
    /// <param name="names">The library's names for the vector's parameters and packet types, where they differ.</param>
    public static string? Check(JsonElement error, Action action, IReadOnlyDictionary<string, string> names)
    {
        string kind = error.GetString("kind");
        string type = error.GetString("type");
        if (kind is not ("spinnman" or "malformed" or "python"))
            throw new UnknownRecordException($"error of kind {kind}");

        try
        {
            action();
        }
        catch (RefusedException)
        {
            return null;
        }
        catch (SpinnakerException e)
        {
            return kind is "spinnman" ? CheckKnown(error, type, e, names) : null;
        }
        catch (ArgumentException) when (kind is "python")
        {
            return null;
        }

        return $"expected {type}, it succeeds";
    }

    private static string? CheckKnown(JsonElement error, string type, SpinnakerException actual, IReadOnlyDictionary<string, string> names)
    {
        var comparison = new Comparison();
        switch (type)
        {
            case "SpinnmanInvalidParameterException" or "SpinnmanInvalidParameterTypeException" when actual is InvalidParameterException invalid:
                comparison.Same("parameter", Translate(error, "parameter", names), invalid.ParameterName);
                if (error.Has("value") && !error.GetProperty("value").ToString().Contains('.', StringComparison.Ordinal))
                    comparison.Same("value", error.GetProperty("value").ToString(), Convert.ToString(invalid.ActualValue, CultureInfo.InvariantCulture));
                break;
            case "SpinnmanInvalidPacketException" when actual is InvalidPacketException packet:
                comparison.Same("packet", Translate(error, "packet_type", names), packet.Error.Packet);
                break;
            case "SpinnmanIOException":
                break;
            default:
                comparison.Differs($"expected {type}, got {actual.GetType().Name}: {actual.Message}");
                break;
        }

        return comparison.Result;
    }

    private static string Translate(JsonElement error, string field, IReadOnlyDictionary<string, string> names)
    {
        string name = error.GetString(field);
        return names.TryGetValue(name, out string? translated) ? translated : name;
    }
}
