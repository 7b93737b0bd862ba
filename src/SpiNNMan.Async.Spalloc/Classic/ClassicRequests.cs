using System.Text.Json.Nodes;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Protocol;

namespace SpiNNMan.Async.Spalloc.Classic;

/// <summary>Makes commands.</summary>
/// <remarks>The server makes ghosts of jobs of arguments that it does not understand, which nobody can destroy: everything is checked before. Protocol: spalloc.md, "Shapes".</remarks>
internal static class ClassicRequests
{
    public static ClassicCommand For(string command, int jobId) => new() { Command = command, Args = new JsonArray(jobId) };

    public static ClassicCommand Destroy(int jobId, string reason) =>
        new() { Command = ClassicCommands.DestroyJob, Args = new JsonArray(jobId), Kwargs = new JsonObject { ["reason"] = reason } };

    public static void Check(BoardRequest request)
    {
        request.Check();
        if (request.Address is not null)
            throw new InvalidParameterException(nameof(request.Address), request.Address, "the classic protocol finds no board by its address: name its place, or where it is mounted");

        if ((request.Logical is not null || request.Physical is not null) && request.Machine is null)
            throw new InvalidParameterException(nameof(request.Machine), request.Machine, "the classic protocol needs the machine of a certain board");

        if ((request.Logical is not null || request.Physical is not null) && request.Size is not null)
            throw new InvalidParameterException(nameof(request.Size), request.Size, "the classic protocol has no rectangle at a certain board");

        if (request.Group is not null || request.Collaboratory is not null || request.NmpiJob is not null)
            throw new InvalidParameterException(nameof(request.Group), request.Group, "the classic protocol has no groups, collaboratories or jobs of the platform");
    }

    /// <summary>Creates a job; a board that is named by where it is mounted has been looked up before.</summary>
    public static ClassicCommand Create(BoardRequest request, LogicalBoard? board, string owner) => new()
    {
        Command = ClassicCommands.CreateJob,
        Args = request switch
        {
            _ when board is { } certain => new JsonArray(certain.X, certain.Y, certain.Z),
            { Size: { } size } => new JsonArray(size.Width, size.Height),
            { Boards: { } count } => new JsonArray(count),
            _ => [],
        },
        Kwargs = new JsonObject
        {
            ["owner"] = owner,
            ["keepalive"] = request.KeepAlive?.TotalSeconds,
            ["machine"] = request.Machine,
            ["tags"] = request.Tags is { Count: > 0 } tags ? new JsonArray([.. tags.Select(static tag => JsonValue.Create(tag))]) : null,
            ["min_ratio"] = request.MinRatio,
            ["max_dead_boards"] = request.MaxDeadBoards,
            ["max_dead_links"] = request.MaxDeadLinks,
            ["require_torus"] = request.RequireTorus,
        },
    };

    public static ClassicCommand WhereIs(BoardQuery query) => new() { Command = ClassicCommands.WhereIs, Kwargs = ArgumentsOf(query) };

    private static JsonObject ArgumentsOf(BoardQuery query) => query switch
    {
        { JobId: { } job, Chip: { } chip } => new JsonObject { ["job_id"] = job, ["chip_x"] = (int)chip.X, ["chip_y"] = (int)chip.Y },
        { Logical: { } board } => new JsonObject { ["machine"] = query.Machine, ["x"] = board.X, ["y"] = board.Y, ["z"] = board.Z },
        { Physical: { } board } => new JsonObject { ["machine"] = query.Machine, ["cabinet"] = board.Cabinet, ["frame"] = board.Frame, ["board"] = board.Board },
        { Chip: { } chip } => new JsonObject { ["machine"] = query.Machine, ["chip_x"] = (int)chip.X, ["chip_y"] = (int)chip.Y },
        _ => throw new InvalidParameterException(nameof(query.Address), query.Address, "the classic protocol finds no board by its address"),
    };
}
