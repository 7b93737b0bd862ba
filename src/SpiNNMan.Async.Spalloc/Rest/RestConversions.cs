using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Classic;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Protocol;

namespace SpiNNMan.Async.Spalloc.Rest;

/// <summary>Makes of what users ask for what the service takes, and of its answers what they see.</summary>
internal static class RestConversions
{
    private static readonly TimeSpan s_shortestKeepAlive = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longestKeepAlive = TimeSpan.FromSeconds(300);

    public static void Check(BoardRequest request)
    {
        request.Check();
        if (request.KeepAlive is not { } interval)
            throw new InvalidParameterException(nameof(request.KeepAlive), actualValue: null, "the REST service keeps no job for ever: it must be 30 s to 300 s");

        OptionChecks.Within(interval, s_shortestKeepAlive, s_longestKeepAlive, nameof(request.KeepAlive));
        if (request.MaxDeadLinks is not null)
            throw new InvalidParameterException(nameof(request.MaxDeadLinks), request.MaxDeadLinks, "the REST service does not count dead links");

        if (request.RequireTorus)
            throw new InvalidParameterException(nameof(request.RequireTorus), true, "the REST service does not promise that a machine wraps round");

        if (Math.Abs(request.MinRatio - BoardRequest.DefaultMinRatio) > 1e-9)
            throw new InvalidParameterException(nameof(request.MinRatio), request.MinRatio, "the REST service chooses the ratio by itself");
    }

    public static RestCreateJob ToCreate(BoardRequest request) => new()
    {
        KeepaliveInterval = IsoDuration.Format(request.KeepAlive!.Value),
        NumBoards = request.Boards,
        Dimensions = request.Size is { } size ? new RestDimensions { Width = size.Width, Height = size.Height } : null,
        Board = request switch
        {
            { Logical: { } board } => new RestBoard { X = board.X, Y = board.Y, Z = board.Z },
            { Physical: { } place } => new RestBoard { Cabinet = place.Cabinet, Frame = place.Frame, Board = place.Board },
            { Address: { } address } => new RestBoard { Address = address },
            _ => null,
        },
        MachineName = request.Machine,

        // The service wants one of the two, and would take this itself.
        Tags = request.Machine is not null ? null : request.Tags is { Count: > 0 } tags ? tags : ["default"],
        MaxDeadBoards = request.MaxDeadBoards is { } dead and > 0 ? dead : request.MaxDeadBoards is null ? BoardRequest.MostBoards : null,
        Group = request.Group,
        NmpiCollab = request.Collaboratory,
        NmpiJobId = request.NmpiJob,
        Owner = request.Owner,
    };

    public static JobStatus ToStatus(RestJob job) => new()
    {
        State = ToState(job.State),
        Reason = string.IsNullOrEmpty(job.Reason) ? null : job.Reason,
        StartTime = job.StartTime,
        KeepAliveHost = job.KeepaliveHost,
    };

    public static JobInfo ToInfo(int id, RestJob job) => new()
    {
        Id = id,
        Owner = job.Owner,
        Status = ToStatus(job),
        FinishTime = job.FinishTime,
        Request = job.OriginalRequest is { } request ? Describe(request) : null,
        KeepAlive = IsoDuration.TryParse(job.OriginalRequest?.KeepaliveInterval, out TimeSpan interval) ? interval : null,
    };

    public static JobMachine ToMachine(RestSubMachine machine, string service) => new()
    {
        Name = machine.MachineName ?? "",
        Width = machine.Depth == 1 ? 8 : 12 * machine.Width,
        Height = machine.Depth == 1 ? 8 : 12 * machine.Height,
        Hosts = ClassicAnswers.ToHosts(machine.Connections, service),
        Boards = ClassicAnswers.ToBoards(machine.Boards),
    };

    public static AllocationMachine ToMachine(RestMachine machine) => new()
    {
        Name = machine.Name,
        Tags = machine.Tags,
        Width = machine.Width,
        Height = machine.Height,
        DeadBoards = [.. (machine.DeadBoards ?? machine.DownBoards ?? []).Select(ToBoard).OfType<LogicalBoard>()],
        DeadLinks =
        [
            .. from link in machine.DeadLinks ?? machine.DownLinks ?? []
               where link.Length > 0
               let board = ToBoard(link[0].Board)
               where board is not null
               select new DeadBoardLink(board.Value, link[0].Direction),
        ],
    };

    public static BoardPlace ToPlace(RestWhereIs place) => new()
    {
        Machine = place.Machine,
        Logical = ClassicAnswers.ToBoard(place.LogicalBoardCoordinates),
        Physical = place.PhysicalBoardCoordinates is [int cabinet, int frame, int board] ? new PhysicalBoard(cabinet, frame, board) : null,
        Chip = ClassicAnswers.ToChip(place.Chip),
        BoardChip = ClassicAnswers.ToChip(place.BoardChip),
        JobId = place.JobId ?? RestUris.NumberOf(place.JobRef),
        JobChip = ClassicAnswers.ToChip(place.JobChip),
    };

    private static LogicalBoard? ToBoard(RestBoard? board) => board is { X: { } x, Y: { } y, Z: { } z } ? new LogicalBoard(x, y, z) : null;

    private static JobState ToState(string state) => Enum.TryParse(state, ignoreCase: true, out JobState known) && Enum.IsDefined(known) ? known : JobState.Unknown;

    /// <summary>The request, in the words in which requests describe themselves.</summary>
    public static string Describe(RestCreateJob request) => new BoardRequest
    {
        Boards = request.NumBoards is > 0 and <= BoardRequest.MostBoards ? request.NumBoards : null,
        Size = request.Dimensions is { Width: > 0 and <= 256, Height: > 0 and <= 256 } size ? new TriadSize(size.Width, size.Height) : null,
        Logical = ToBoard(request.Board),
        Physical = request.Board is { Cabinet: { } cabinet, Frame: { } frame, Board: { } board } ? new PhysicalBoard(cabinet, frame, board) : null,
        Address = request.Board?.Address,
        Machine = request.MachineName,
        Tags = request.Tags,
    }.ToString();
}
