using System.Text.Json;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Server.Geometry;
using SpiNNMan.Async.Spalloc.Server.Jobs;

namespace SpiNNMan.Async.Spalloc.Server.Classic;

/// <summary>Carries out the commands of one client.</summary>
/// <param name="laboratory">The jobs and machines.</param>
/// <param name="version">The version that it tells.</param>
/// <param name="host">The address of the client.</param>
/// <param name="jobs">The jobs that the client wants to hear of.</param>
/// <param name="machines">The machines that the client wants to hear of.</param>
internal sealed class ClassicCommands(Laboratory laboratory, string version, string host, Subscriptions<int> jobs, Subscriptions<string> machines)
{
    private static readonly string[] s_nothing = [];
    private static readonly string[] s_job = ["job_id"];
    private static readonly string[] s_machine = ["machine_name"];
    private static readonly string[] s_place = ["machine_name", "x", "y", "z"];

    /// <summary>The writer of the answer to a command; <see langword="null"/> if there is no such command.</summary>
    /// <exception cref="ClassicException">An argument is wrong.</exception>
    public Action<Utf8JsonWriter>? Execute(ClassicCall call)
    {
        switch (call.Command)
        {
            case "version":
                Bind(call, s_nothing);
                return writer => writer.WriteStringValue(version);
            case "create_job":
                int id = laboratory.Create(JobCreation.Read(call, host)).Id;
                return writer => writer.WriteNumberValue(id);
            case "job_keepalive":
                KeepAlive(call);
                return WriteNothing;
            case "get_job_state":
                return ClassicReplies.State(KeepAlive(call));
            case "get_job_machine_info":
                return ClassicReplies.MachineInfo(KeepAlive(call));
            case "power_on_job_boards":
                return SetPower(call, on: true);
            case "power_off_job_boards":
                return SetPower(call, on: false);
            case "destroy_job":
                return Destroy(call);
            case "list_jobs":
                Bind(call, s_nothing);
                return ClassicReplies.Jobs(laboratory.List());
            case "list_machines":
                Bind(call, s_nothing);
                return ClassicReplies.Machines([.. laboratory.Machines.Select(machine => (machine, laboratory.Defects(machine)))]);
            case "get_board_position":
                return GetBoardPosition(Bind(call, s_place, s_place.Length));
            case "get_board_at_position":
                return GetBoardAtPosition(Bind(call, s_place, s_place.Length));
            case "where_is":
                return ClassicReplies.Where(FindWhere(call));
            case "notify_job" or "no_notify_job":
                return Subscribe(call, jobs, Bind(call, s_job), static arguments => arguments.Number("job_id") ?? 0, "job_id");
            case "notify_machine" or "no_notify_machine":
                return Subscribe(call, machines, Bind(call, s_machine), static arguments => arguments.Text("machine_name") ?? "", "machine_name");
            case "report_problem":
                return Report(call);
            case "login":
                throw new ClassicException("This service needs no login.");
            default:
                return null;
        }
    }

    private static void WriteNothing(Utf8JsonWriter writer) => writer.WriteNullValue();

    private static ClassicArguments Bind(ClassicCall call, ReadOnlySpan<string> names, int required = 0) => ClassicArguments.Bind(call.Command, names, required, call);

    private JobSnapshot? KeepAlive(ClassicCall call) => Bind(call, s_job, required: 1).Number("job_id") is { } id ? laboratory.KeepAlive(id, host) : null;

    private Action<Utf8JsonWriter> SetPower(ClassicCall call, bool on)
    {
        if (Bind(call, s_job, required: 1).Number("job_id") is { } id)
            laboratory.SetPower(id, on, host);

        return WriteNothing;
    }

    private Action<Utf8JsonWriter> Destroy(ClassicCall call)
    {
        ClassicArguments arguments = Bind(call, ["job_id", "reason"], required: 1);
        if (arguments.Number("job_id") is { } id)
            laboratory.Destroy(id, arguments.Text("reason"));

        return WriteNothing;
    }

    private static Action<Utf8JsonWriter> Subscribe<T>(ClassicCall call, Subscriptions<T> subscriptions, ClassicArguments arguments, Func<ClassicArguments, T> what, string name)
        where T : notnull
    {
        bool adds = !call.Command.StartsWith("no_", StringComparison.Ordinal);
        switch (adds, arguments[name] is null)
        {
            case (true, true):
                subscriptions.AddAll();
                break;
            case (true, false):
                subscriptions.Add(what(arguments));
                break;
            case (false, true):
                subscriptions.RemoveAll();
                break;
            default:
                subscriptions.Remove(what(arguments));
                break;
        }

        return WriteNothing;
    }

    private LabMachine? Machine(ClassicArguments arguments, string name) => arguments.Text(name) is { } machine ? laboratory.FindMachine(machine) : null;

    private Action<Utf8JsonWriter> GetBoardPosition(ClassicArguments arguments)
    {
        int[]? position = Machine(arguments, "machine_name") is { } machine && BoardOf(arguments) is { } board && machine.Has(board)
            ? ClassicReplies.Numbers(machine.PositionOf(board))
            : null;
        return writer => writer.WriteNumbersValue(position);
    }

    /// <summary>Its arguments for cabinet, frame and board are called x, y and z.</summary>
    private Action<Utf8JsonWriter> GetBoardAtPosition(ClassicArguments arguments)
    {
        int[]? board = Machine(arguments, "machine_name") is { } machine && BoardOf(arguments) is { } place && machine.At(new BoardLocation(place.X, place.Y, place.Z)) is { } found
            ? ClassicReplies.Numbers(found)
            : null;
        return writer => writer.WriteNumbersValue(board);
    }

    private static BoardCoordinates? BoardOf(ClassicArguments arguments) =>
        arguments.Number("x") is { } x && arguments.Number("y") is { } y && arguments.Number("z") is { } z ? new BoardCoordinates(x, y, z) : null;

    private WhereIs? FindWhere(ClassicCall call)
    {
        string given = string.Join(", ", call.Keywords.Keys.Order(StringComparer.Ordinal));
        if (call.Arguments.Count > 0)
            throw new ClassicException("where_is() takes keyword arguments only");

        ClassicArguments arguments = Bind(call, [.. call.Keywords.Keys]);
        LabMachine? machine = Machine(arguments, "machine");
        switch (given)
        {
            case "machine, x, y, z":
                return machine is not null && BoardOf(arguments) is { } board ? laboratory.WhereIsBoard(machine, board) : null;
            case "board, cabinet, frame, machine":
                return machine is not null && arguments.Number("cabinet") is { } cabinet && arguments.Number("frame") is { } frame && arguments.Number("board") is { } number
                    && machine.At(new BoardLocation(cabinet, frame, number)) is { } place ? laboratory.WhereIsBoard(machine, place) : null;
            case "chip_x, chip_y, machine":
                return machine is not null && ChipOf(arguments) is { } chip ? laboratory.WhereIsChip(machine, chip) : null;
            case "chip_x, chip_y, job_id":
                return arguments.Number("job_id") is { } id && ChipOf(arguments) is { } jobChip ? laboratory.WhereIsJobChip(id, jobChip) : null;
            default:
                throw new ClassicException($"Invalid arguments: {given}");
        }
    }

    private static (int X, int Y)? ChipOf(ClassicArguments arguments) => arguments.Number("chip_x") is { } x && arguments.Number("chip_y") is { } y ? (x, y) : null;

    private Action<Utf8JsonWriter> Report(ClassicCall call)
    {
        ClassicArguments arguments = Bind(call, ["ip", "x", "y", "p", "description"], required: 1);
        string address = arguments.Text("ip") ?? throw new ClassicException("ip must be the address of a board");
        foreach (LabMachine machine in laboratory.Machines)
        {
            if (machine.WithAddress(address) is { } board)
            {
                laboratory.Report(machine, board);
                return WriteNothing;
            }
        }

        throw new ClassicException($"There is no board {address}.");
    }
}
