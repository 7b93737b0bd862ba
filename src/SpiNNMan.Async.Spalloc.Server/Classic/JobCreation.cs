using System.Globalization;
using System.Text.Json;
using SpiNNMan.Async.Spalloc.Server.Allocation;
using SpiNNMan.Async.Spalloc.Server.Geometry;

namespace SpiNNMan.Async.Spalloc.Server.Classic;

/// <summary>Reads the arguments of the command that creates a job.</summary>
internal static class JobCreation
{
    private const string Owner = "owner";
    private const string KeepAlive = "keepalive";
    private const double DefaultKeepAlive = 60;
    private const string DefaultTag = "default";

    /// <summary>The request of a client.</summary>
    /// <param name="call">The arguments that it sent.</param>
    /// <param name="host">Its address.</param>
    /// <exception cref="ClassicException">An argument is wrong.</exception>
    public static JobTicket Read(ClassicCall call, string host)
    {
        if (!call.Keywords.TryGetValue(Owner, out JsonElement owner) || owner.ValueKind == JsonValueKind.Null)
            throw new ClassicException("owner must be specified for all jobs");
        if (owner.ValueKind != JsonValueKind.String)
            throw new ClassicException("owner must be a text");

        return new JobTicket(owner.GetString()!, ReadRequest(call), ReadKeepAlive(call), Created: default)
        {
            Host = host,
            ClassicArguments = PythonJson.Compact(call.Arguments),
            ClassicKeywords = PythonJson.Compact(call.Keywords.Where(static word => word.Key is not (Owner or KeepAlive))),
        };
    }

    private static TimeSpan? ReadKeepAlive(ClassicCall call)
    {
        if (!call.Keywords.TryGetValue(KeepAlive, out JsonElement value))
            return TimeSpan.FromSeconds(DefaultKeepAlive);
        if (value.ValueKind == JsonValueKind.Null)
            return null;

        const double most = 1e9;
        return value.ValueKind == JsonValueKind.Number && value.GetDouble() is var seconds and >= 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, most))
            : throw new ClassicException("keepalive must be a number of seconds, or null");
    }

    private static BoardRequest ReadRequest(ClassicCall call)
    {
        string? unknown = call.Keywords.Keys.FirstOrDefault(static name => name is not (Owner or KeepAlive or "machine" or "tags" or "min_ratio" or "max_dead_boards" or "max_dead_links" or "require_torus"));
        string? machine = ReadText(call, "machine");
        string[]? tags = ReadTags(call);
        if (machine is not null && tags is not null)
            throw new ClassicException("Only one of machine and tags may be specified for a job.");

        // The words that clients know from the service that they were made for.
        if (unknown is not null)
            throw new ClassicException($"Allocator._alloc_type() got an unexpected keyword argument '{unknown}'");

        return ReadShape(call.Arguments) with
        {
            Machine = machine,
            Tags = tags ?? (machine is null ? [DefaultTag] : []),
            MinRatio = ReadNumber(call, "min_ratio", BoardRequest.DefaultMinRatio) ?? 0,
            MaxDeadBoards = ReadCount(call, "max_dead_boards", 0),
            MaxDeadLinks = ReadCount(call, "max_dead_links", null),
            RequireTorus = call.Keywords.TryGetValue("require_torus", out JsonElement torus) && torus.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False or JsonValueKind.Null => false,
                _ => throw new ClassicException("require_torus must be true or false"),
            },
        };
    }

    /// <summary>None is one board, one number a number of boards, two a rectangle of triads, and three the place of a board.</summary>
    private static BoardRequest ReadShape(IReadOnlyList<JsonElement> arguments)
    {
        int[] numbers = [.. arguments.Select(ReadArgument)];
        return numbers switch
        {
            [] => BoardRequest.Boards(1),
            [var count] => BoardRequest.Boards(count),
            [var width, var height] => BoardRequest.Triads(width, height),
            [var x, var y, var z] => BoardRequest.Place(new BoardCoordinates(x, y, z)),
            _ => BoardRequest.Impossible(),
        };
    }

    private static int ReadArgument(JsonElement argument) =>
        ClassicArguments.ToNumber(argument) ?? throw new ClassicException(string.Create(CultureInfo.InvariantCulture, $"create_job() takes whole numbers, and not {PythonJson.Compact([argument])}"));

    private static string? ReadText(ClassicCall call, string name) => !call.Keywords.TryGetValue(name, out JsonElement value) ? null : value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => throw new ClassicException($"{name} must be a text, or null"),
    };

    private static string[]? ReadTags(ClassicCall call)
    {
        if (!call.Keywords.TryGetValue("tags", out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return null;

        return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(static tag => tag.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(static tag => tag.GetString()!)]
            : throw new ClassicException("tags must be a list of texts, or null");
    }

    private static double? ReadNumber(ClassicCall call, string name, double? usual) => !call.Keywords.TryGetValue(name, out JsonElement value) ? usual : value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number => value.GetDouble(),
        _ => throw new ClassicException($"{name} must be a number, or null"),
    };

    private static int? ReadCount(ClassicCall call, string name, int? usual) =>
        ReadNumber(call, name, usual) is { } number ? (int)Math.Clamp(number, -1, int.MaxValue) : null;
}
