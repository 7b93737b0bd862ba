using System.Text.Json;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Server.Allocation;
using SpiNNMan.Async.Spalloc.Server.Geometry;
using SpiNNMan.Async.Spalloc.Server.Jobs;

namespace SpiNNMan.Async.Spalloc.Server.Classic;

/// <summary>Writes what commands answer.</summary>
internal static class ClassicReplies
{
    public static int[] Numbers(BoardLocation position) => [position.Cabinet, position.Frame, position.Board];

    public static int[] Numbers(BoardCoordinates board) => [board.X, board.Y, board.Z];

    /// <summary>How a job is; <see langword="null"/> for one that nobody knows.</summary>
    public static Action<Utf8JsonWriter> State(JobSnapshot? job) => writer =>
    {
        bool isOver = job is null or { State: JobState.Destroyed };
        writer.WriteStartObject();
        writer.WriteNumber("state", (int)(job?.State ?? JobState.Unknown));
        WritePower(writer, job?.Power);
        writer.WriteSeconds("keepalive", isOver ? null : job!.Ticket.KeepAlive?.TotalSeconds);
        writer.WriteText("reason", job?.Reason);
        writer.WriteSeconds("start_time", isOver ? null : StartTime(job!));
        writer.WriteText("keepalivehost", isOver ? null : job!.KeepAliveHost);
        writer.WriteEndObject();
    };

    /// <summary>Which boards a job has.</summary>
    public static Action<Utf8JsonWriter> MachineInfo(JobSnapshot? job) => writer =>
    {
        Placement? placement = job is { HasBoards: true } ? job.Placement : null;
        writer.WriteStartObject();
        if (placement is null || job?.Machine is not { } machine)
        {
            foreach (string name in (ReadOnlySpan<string>)["width", "height", "connections", "machine_name", "boards"])
                writer.WriteNull(name);
        }
        else
        {
            writer.WriteNumber("width", placement.ChipWidth(machine.Grid));
            writer.WriteNumber("height", placement.ChipHeight(machine.Grid));
            writer.WriteStartArray("connections");
            foreach (BoardCoordinates board in placement.Boards)
            {
                (int x, int y) = placement.EthernetOf(machine.Grid, board);
                writer.WriteStartArray();
                writer.WriteNumbersValue([x, y]);
                writer.WriteStringValue(machine.AddressOf(board).ToString());
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
            writer.WriteString("machine_name", machine.Name);
            WriteBoards(writer, "boards", placement.Boards);
        }

        writer.WriteEndObject();
    };

    /// <summary>All jobs that are not over.</summary>
    public static Action<Utf8JsonWriter> Jobs(IReadOnlyList<JobSnapshot> jobs) => writer =>
    {
        writer.WriteStartArray();
        foreach (JobSnapshot job in jobs)
        {
            writer.WriteStartObject();
            writer.WriteNumber("job_id", job.Id);
            writer.WriteString("owner", job.Ticket.Owner);
            writer.WriteSeconds("start_time", StartTime(job));
            writer.WriteSeconds("keepalive", job.Ticket.KeepAlive?.TotalSeconds);
            writer.WriteNumber("state", (int)job.State);
            WritePower(writer, job.Power);
            writer.WritePropertyName("args");
            writer.WriteRawValue(job.Ticket.ClassicArguments, skipInputValidation: true);
            writer.WritePropertyName("kwargs");
            writer.WriteRawValue(job.Ticket.ClassicKeywords, skipInputValidation: true);
            writer.WriteText("allocated_machine_name", job.HasBoards ? job.Machine?.Name : null);
            WriteBoards(writer, "boards", job.HasBoards ? job.Placement?.Boards : null);
            writer.WriteText("keepalivehost", job.KeepAliveHost);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    };

    /// <summary>All machines.</summary>
    public static Action<Utf8JsonWriter> Machines(
        IReadOnlyList<(LabMachine Machine, (IReadOnlyList<BoardCoordinates> Boards, IReadOnlyList<(BoardCoordinates Board, int Link)> Links) Defects)> machines) => writer =>
    {
        writer.WriteStartArray();
        foreach ((LabMachine machine, var defects) in machines)
        {
            writer.WriteStartObject();
            writer.WriteString("name", machine.Name);
            writer.WriteStartArray("tags");
            foreach (string tag in machine.Boards.Tags)
                writer.WriteStringValue(tag);
            writer.WriteEndArray();
            writer.WriteNumber("width", machine.Grid.Width);
            writer.WriteNumber("height", machine.Grid.Height);
            WriteBoards(writer, "dead_boards", defects.Boards);
            writer.WriteStartArray("dead_links");
            foreach ((BoardCoordinates board, int link) in defects.Links)
                writer.WriteNumbersValue([board.X, board.Y, board.Z, link]);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    };

    /// <summary>Where a chip is.</summary>
    public static Action<Utf8JsonWriter> Where(WhereIs? where) => writer =>
    {
        if (where is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("machine", where.Machine);
        writer.WriteNumbers("logical", Numbers(where.Logical));
        writer.WriteNumbers("physical", Numbers(where.Physical));
        writer.WriteNumbers("chip", [where.Chip.X, where.Chip.Y]);
        writer.WriteNumbers("board_chip", [where.BoardChip.X, where.BoardChip.Y]);
        writer.WritePropertyName("job_id");
        if (where.JobId is { } id)
            writer.WriteNumberValue(id);
        else
            writer.WriteNullValue();
        writer.WriteNumbers("job_chip", where.JobChip is { } chip ? [chip.X, chip.Y] : null);
        writer.WriteEndObject();
    };

    private static double StartTime(JobSnapshot job) => (job.Ticket.Created - DateTimeOffset.UnixEpoch).TotalSeconds;

    private static void WritePower(Utf8JsonWriter writer, bool? power)
    {
        writer.WritePropertyName("power");
        if (power is { } isOn)
            writer.WriteBooleanValue(isOn);
        else
            writer.WriteNullValue();
    }

    private static void WriteBoards(Utf8JsonWriter writer, string name, IReadOnlyList<BoardCoordinates>? boards)
    {
        writer.WritePropertyName(name);
        if (boards is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartArray();
        foreach (BoardCoordinates board in boards)
            writer.WriteNumbersValue(Numbers(board));
        writer.WriteEndArray();
    }
}
