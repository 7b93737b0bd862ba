using System.Text.Json;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Errors;

namespace SpiNNMan.Async.Cli.Input;

/// <summary>Reads a route from a document, as <c>spinnman routes --json</c> writes it.</summary>
internal static class RouteJson
{
    private const string Names = "x, y, applicationId, key, mask, links and physicalCores";

    /// <summary>Reads one line.</summary>
    /// <param name="line">The document.</param>
    /// <param name="place">The place in the file, for messages.</param>
    /// <exception cref="CommandFailedException">The document is no route.</exception>
    public static FileRoute Read(string line, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new CommandFailedException($"{place}: a document with {Names} is expected.");

            var fields = new RouteFields(place);
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
                Set(fields, property, place);

            return fields.ToRoute();
        }
        catch (JsonException exception)
        {
            throw new CommandFailedException($"{place}: this is no JSON document: {exception.Message}", exception);
        }
    }

    private static void Set(RouteFields fields, JsonProperty property, string place)
    {
        switch (property.Name)
        {
            case "schemaVersion":
                if (Number(property.Value, property.Name, place) != 1)
                    throw new CommandFailedException($"{place}: schemaVersion must be 1: a newer spinnman wrote this file.");
                break;
            case "x":
                fields.X = Number(property.Value, property.Name, place);
                break;
            case "y":
                fields.Y = Number(property.Value, property.Name, place);
                break;
            case "applicationId":
                fields.ApplicationId = Number(property.Value, property.Name, place);
                break;
            case "key":
                fields.Key = Number(property.Value, property.Name, place);
                break;
            case "mask":
                fields.Mask = Number(property.Value, property.Name, place);
                break;
            case "links":
                fields.Links = List(property, place);
                break;
            case "physicalCores":
                fields.Cores = List(property, place);
                break;
            default:
                throw new CommandFailedException($"{place}: '{property.Name}' is no part of a route, which has {Names}.");
        }
    }

    private static long[] List(JsonProperty property, string place) => property.Value.ValueKind == JsonValueKind.Array
        ? [.. property.Value.EnumerateArray().Select(element => Number(element, property.Name, place))]
        : throw new CommandFailedException($"{place}: {property.Name} must be a list of numbers.");

    private static long Number(JsonElement element, string name, string place)
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long number))
            return number;

        // People who write such a file themselves write keys in hexadecimal, for which JSON needs a text.
        return element.ValueKind == JsonValueKind.String && Numbers.TryParse(element.GetString()!, out long text)
            ? text
            : throw new CommandFailedException($"{place}: {name} must be a whole number, or one as text, such as \"0x10000\".");
    }
}
