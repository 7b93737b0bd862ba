using System.Text.Json;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Protocol;

namespace SpiNNMan.Async.Spalloc.Classic;

/// <summary>Makes of answers what users see.</summary>
internal static class ClassicAnswers
{
    public static JobStatus ToStatus(ClassicJobState state) => new()
    {
        State = ToState(state.State),
        Power = state.Power,
        Reason = string.IsNullOrEmpty(state.Reason) ? null : state.Reason,
        StartTime = ToTime(state.StartTime),
        KeepAliveHost = state.KeepaliveHost,
    };

    /// <summary>The jobs in the order of the list, which is that of their age: of those that wait, the place in the queue is known.</summary>
    public static IReadOnlyList<JobInfo> ToInfos(IReadOnlyList<ClassicJob> jobs)
    {
        var infos = new List<JobInfo>(jobs.Count);
        int queued = 0;
        foreach (ClassicJob job in jobs)
        {
            JobState state = ToState(job.State);
            infos.Add(new JobInfo
            {
                Id = job.JobId,
                Owner = job.Owner,
                Machine = job.AllocatedMachineName,
                Boards = ToBoards(job.Boards),
                Request = Describe(job),
                KeepAlive = job.Keepalive is { } seconds and > 0 and < 1e6 ? TimeSpan.FromSeconds(seconds) : null,
                Status = new JobStatus
                {
                    State = state,
                    Power = job.Power,
                    StartTime = ToTime(job.StartTime),
                    QueuePosition = state == JobState.Queued ? ++queued : null,
                    KeepAliveHost = job.KeepaliveHost,
                },
            });
        }

        return infos;
    }

    public static JobMachine? ToMachine(ClassicMachineInfo? info, string server)
    {
        if (info?.Connections is not { Count: > 0 } connections)
            return null;

        return new JobMachine
        {
            Name = info.MachineName ?? "",
            Width = info.Width ?? 0,
            Height = info.Height ?? 0,
            Hosts = ToHosts(connections, server),
            Boards = ToBoards(info.Boards),
        };
    }

    public static IReadOnlyList<BoardHost> ToHosts(IReadOnlyList<BoardConnection> connections, string server) =>
    [
        .. connections.Select(one => new BoardHost(
            ToChip([one.X, one.Y]) ?? throw new AllocationException($"{server} says that a board is at chip ({one.X}, {one.Y}), which no machine has."), one.Host)),
    ];

    public static AllocationMachine ToMachine(ClassicMachine machine) => new()
    {
        Name = machine.Name,
        Tags = machine.Tags,
        Width = machine.Width,
        Height = machine.Height,
        DeadBoards = ToBoards(machine.DeadBoards),
        DeadLinks = [.. machine.DeadLinks.Where(static link => link.Length == 4).Select(static link => new DeadBoardLink(new LogicalBoard(link[0], link[1], link[2]), link[3]))],
    };

    public static BoardPlace ToPlace(ClassicWhereIs place) => new()
    {
        Machine = place.Machine,
        Logical = ToBoard(place.Logical),
        Physical = place.Physical is [int cabinet, int frame, int board] ? new PhysicalBoard(cabinet, frame, board) : null,
        Chip = ToChip(place.Chip),
        BoardChip = ToChip(place.BoardChip),
        JobId = place.JobId,
        JobChip = ToChip(place.JobChip),
    };

    public static LogicalBoard? ToBoard(int[]? coordinates) => coordinates is [int x, int y, int z] ? new LogicalBoard(x, y, z) : null;

    public static IReadOnlyList<LogicalBoard> ToBoards(IReadOnlyList<int[]>? boards) => boards is null ? [] : [.. boards.Select(ToBoard).OfType<LogicalBoard>()];

    public static ChipLocation? ToChip(int[]? coordinates) =>
        coordinates is [int x and >= 0 and <= byte.MaxValue, int y and >= 0 and <= byte.MaxValue] ? new ChipLocation((byte)x, (byte)y) : null;

    private static JobState ToState(int state) => Enum.IsDefined((JobState)state) ? (JobState)state : JobState.Unknown;

    private static DateTimeOffset? ToTime(double? seconds) =>
        seconds is { } since and > 0 and < 1e11 ? DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(since) : null;

    /// <summary>The request, in the words in which requests describe themselves; nothing if no sensible client makes such a request.</summary>
    private static string? Describe(ClassicJob job)
    {
        int[] shape = [.. (job.Args ?? []).Select(static one => one?.GetValueKind() == JsonValueKind.Number && one.AsValue().TryGetValue(out int number) ? number : -1)];
        string? machine = job.Kwargs?["machine"] is { } named && named.GetValueKind() == JsonValueKind.String ? named.GetValue<string>() : null;
        string[]? tags = job.Kwargs?["tags"] is JsonArray list && list.All(static tag => tag?.GetValueKind() == JsonValueKind.String) ? [.. list.Select(static tag => tag!.GetValue<string>())] : null;
        BoardRequest? request = shape switch
        {
            [] => new BoardRequest(),
            [> 0 and <= BoardRequest.MostBoards] => BoardRequest.ForBoards(shape[0]),
            [> 0 and <= 256, > 0 and <= 256] => BoardRequest.ForTriads(shape[0], shape[1]),
            [>= 0, >= 0, >= 0] => BoardRequest.ForBoard(new LogicalBoard(shape[0], shape[1], shape[2])),
            _ => null,
        };
        return request is null ? null : (request with { Machine = machine, Tags = tags }).ToString();
    }
}
