using System.Xml;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Server.Allocation;
using SpiNNMan.Async.Spalloc.Server.Geometry;
using SpiNNMan.Async.Spalloc.Server.Jobs;
using SpiNNMan.Async.Spalloc.Server.Rest.Messages;

namespace SpiNNMan.Async.Spalloc.Server.Rest;

/// <summary>Reads what somebody asks for who creates a job.</summary>
/// <param name="laboratory">The machines.</param>
/// <param name="options">The bounds.</param>
/// <param name="maySpeakForOthers">Whether the owner of a job may be another than the user.</param>
internal sealed class JobReading(Laboratory laboratory, SpallocServerOptions options, bool maySpeakForOthers)
{
    /// <summary>The request.</summary>
    /// <exception cref="WebFailureException">It makes no sense.</exception>
    public JobTicket Read(JobRequest request, string body, string user, string host)
    {
        if (((object?[])[request.Group, request.NmpiCollab, request.NmpiJobId]).Count(static payer => payer is not null) > 1)
            throw WebFailureException.BadArgument("only one of group, nmpi-collab and nmpi-job-id may be given");
        if (request.Owner is not null && !maySpeakForOthers)
            throw WebFailureException.BadArgument("you may not say who the owner is");
        if (request.MaxDeadBoards < 0)
            throw WebFailureException.BadArgument("max-dead-boards must not be negative");

        return new JobTicket(request.Owner ?? user, ReadBoards(request), ReadInterval(request), Created: default) { Host = host, WebRequest = body };
    }

    private TimeSpan ReadInterval(JobRequest request)
    {
        if (request.KeepaliveInterval is null)
            throw WebFailureException.BadArgument("keepalive-interval is missing");

        TimeSpan interval;
        try
        {
            interval = XmlConvert.ToTimeSpan(request.KeepaliveInterval);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            throw WebFailureException.BadArgument("keepalive-interval must be an ISO 8601 duration, as PT60S");
        }

        return interval >= options.MinKeepAlive && interval <= options.MaxKeepAlive
            ? interval
            : throw WebFailureException.BadArgument($"keepalive-interval must be {XmlConvert.ToString(options.MinKeepAlive)} to {XmlConvert.ToString(options.MaxKeepAlive)}");
    }

    private BoardRequest ReadBoards(JobRequest request)
    {
        if (request.MachineName is null == request.Tags is null)
            throw WebFailureException.BadArgument("give either machine-name or tags");

        LabMachine[] machines = request.MachineName is { } name
            ? [laboratory.FindMachine(name) ?? throw WebFailureException.NotFound("machine")]
            : [.. laboratory.Machines.Where(machine => request.Tags!.All(machine.Boards.Tags.Contains))];
        (BoardRequest boards, LabMachine? machine) = ReadShape(request, machines);
        return boards with
        {
            Machine = machine?.Name ?? request.MachineName,
            Tags = request.Tags ?? [],
            MaxDeadBoards = request.MaxDeadBoards ?? 0,
        };
    }

    /// <summary>The boards that are asked for, and the machine that they must be of, if they are at a place.</summary>
    private static (BoardRequest Boards, LabMachine? Machine) ReadShape(JobRequest request, LabMachine[] machines)
    {
        switch (request)
        {
            case { NumBoards: not null, Dimensions: not null } or { NumBoards: not null, Board: not null }:
                throw WebFailureException.BadArgument("num-boards and dimensions or board exclude each other");
            case { NumBoards: { } count }:
                return (BoardRequest.Boards(AtLeastOne(count, "num-boards")), null);
            case { Dimensions: { } size, Board: null }:
                return (BoardRequest.Triads(AtLeastOne(size.Width, "width"), AtLeastOne(size.Height, "height")), null);
            case { Board: { } place }:
                foreach (LabMachine machine in machines)
                {
                    if (Find(machine, place) is not { } board)
                        continue;

                    // A rectangle begins with the first board of a triad.
                    return request.Dimensions is { } dimensions
                        ? (BoardRequest.Triads(AtLeastOne(dimensions.Width, "width"), AtLeastOne(dimensions.Height, "height"), board with { Z = 0 }), machine)
                        : (BoardRequest.Place(board), machine);
                }

                throw WebFailureException.BadArgument("there is no such board");
            default:
                return (BoardRequest.Boards(1), null);
        }
    }

    /// <summary>Finds a board of a machine.</summary>
    /// <exception cref="WebFailureException">It is named in no way of counting, or in more than one.</exception>
    public static BoardCoordinates? Find(LabMachine machine, BoardPlace place)
    {
        BoardCoordinates? board = place switch
        {
            { X: { } x, Y: { } y, Cabinet: null, Frame: null, Board: null, Address: null } => new BoardCoordinates(x, y, place.Z ?? 0),
            { X: null, Y: null, Z: null, Board: { } number, Address: null } => machine.At(new BoardLocation(place.Cabinet ?? 0, place.Frame ?? 0, number)),
            { X: null, Y: null, Z: null, Cabinet: null, Frame: null, Board: null, Address: { } address } => machine.WithAddress(address),
            _ => throw WebFailureException.BadArgument("a board is x, y and z; or cabinet, frame and board; or address"),
        };
        return board is { } found && machine.Has(found) ? found : null;
    }

    private static int AtLeastOne(int value, string name) => value >= 1 ? value : throw WebFailureException.BadArgument($"{name} must be at least 1");
}
