using System.Globalization;
using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Rest;
using SpiNNMan.Async.Spalloc.Transports;

namespace SpiNNMan.Async.Conformance.Spalloc;

/// <summary>Does what a record did, against the answers of the record, and compares what is asked for.</summary>
internal static class SpallocHttp
{
    private const int Job = 77;
    private const string Service = "https://spalloc.example/spalloc";

    public static async Task CheckAsync(JsonElement record, Comparison comparison)
    {
        string name = record.GetString("name").Split('/')[0];
        bool logsIn = name.StartsWith("login", StringComparison.Ordinal);
        var transport = new ScriptedTransport(record.GetList("exchanges"), comparison, logsIn);
        (string address, AllocationCredentials? credentials) = name switch
        {
            "login_in_url" => (Service.Replace("://", "://me:secret@", StringComparison.Ordinal), null),
            "login_token" => (Service, AllocationCredentials.FromToken("abc123")),
            _ => (Service, AllocationCredentials.FromPassword("user1", "pw1")),
        };
        var options = new BoardAllocatorOptions { Transport = transport, Credentials = credentials };
        var service = (RestService)ServiceOpener.Open(ServiceOpener.Parse(address), options, options.ToSettings());
        await using (service)
            await RunAsync(name, record, service, comparison).ConfigureAwait(false);

        comparison.Same("exchanges left", 0, transport.Left);
    }

    private static async Task RunAsync(string name, JsonElement record, RestService service, Comparison comparison)
    {
        CancellationToken none = CancellationToken.None;
        switch (name)
        {
            case "login_password" or "login_in_url" or "login_token":
                comparison.Same("version", record.GetString("result"), (await service.DescribeAsync(none).ConfigureAwait(false)).VersionText);
                break;
            case "list_machines":
                AllocationMachine machine = (await service.ListMachinesAsync(none).ConfigureAwait(false)).Single();
                JsonElement[] expected = [.. record.GetProperty("result").GetProperty("big").EnumerateArray()];
                comparison.Same("name", expected[0].GetString(), machine.Name);
                comparison.Same("tags", string.Join(",", expected[1].EnumerateArray()), string.Join(",", machine.Tags));
                comparison.Same("size", (expected[2].GetInt32(), expected[3].GetInt32()), (machine.Width, machine.Height));
                comparison.Same("dead", (expected[5].GetArrayLength(), expected[6].GetArrayLength()), (machine.DeadBoards.Count, machine.DeadLinks.Count));
                break;
            case "list_jobs":
                IReadOnlySet<int> ids = await service.ListIdsAsync(none).ConfigureAwait(false);
                comparison.Same("jobs", string.Join(",", record.GetList("result").Select(static one => one.GetString()!.TrimEnd('/', ')').Split('/')[^1])), string.Join(",", ids.Order()));
                break;
            case "create_job_board_none":
                // To name no board cannot even be written down, but for an address that is none.
                CheckRefused(comparison);
                break;
            case var create when create.StartsWith("create_job", StringComparison.Ordinal):
                comparison.Same("job", Job, await service.CreateAsync(RequestOf(name), none, none).ConfigureAwait(false));
                break;
            default:
                await RunJobAsync(name, record, service, comparison).ConfigureAwait(false);
                break;
        }
    }

    private static BoardRequest RequestOf(string name)
    {
        TimeSpan keepAlive = TimeSpan.FromSeconds(45);
        return name switch
        {
            "create_job" => BoardRequest.ForBoards(3) with { KeepAlive = keepAlive },
            "create_job_named" => BoardRequest.ForBoards(3) with { Machine = "big", KeepAlive = TimeSpan.FromSeconds(60) },
            "create_job_rect" => BoardRequest.ForTriads(2, 3) with { KeepAlive = keepAlive },
            "create_job_board_triad" => BoardRequest.ForBoard(new LogicalBoard(1, 2, 0)) with { KeepAlive = keepAlive },
            "create_job_board_physical" => BoardRequest.ForBoard(new PhysicalBoard(1, 0, 5)) with { KeepAlive = keepAlive },
            "create_job_board_ip" => BoardRequest.ForAddress("10.0.0.1") with { KeepAlive = keepAlive },

            // The recorded client sends three things of which the service takes one; they are compared one by one below.
            "create_job_extras" => BoardRequest.ForBoards(1) with { KeepAlive = keepAlive, Group = "g1", Owner = "u9" },
            _ => throw new UnknownRecordException(name),
        };
    }

    private static async Task RunJobAsync(string name, JsonElement record, RestService service, Comparison comparison)
    {
        CancellationToken none = CancellationToken.None;
        switch (name)
        {
            case "job_state":
                comparison.Same("state", record.GetString("result").Split('.')[^1], Name((await service.GetStatusAsync(Job, none).ConfigureAwait(false)).State));
                break;
            case "job_wait_until_ready" or "job_wait_change" or "job_destroyed_while_waiting":
                JobStatus status = new() { State = JobState.Queued };
                while (status.State is JobState.Queued || (name is "job_wait_until_ready" && status.State == JobState.Power))
                    status = await service.WaitForChangeAsync(Job, status, TimeSpan.FromMinutes(1), none).ConfigureAwait(false);

                comparison.Same("ended", record.Has("error"), status.HasEnded);
                if (record.Has("result"))
                    comparison.Same("state", record.GetString("result").Split('.')[^1], Name(status.State));
                break;
            case "job_root_host":
                comparison.Same("host", record.GetString("result"), (await service.GetMachineAsync(Job, none).ConfigureAwait(false))?.RootHost);
                break;
            case "job_connections":
                JobMachine machine = (await service.GetMachineAsync(Job, none).ConfigureAwait(false))!;
                foreach (BoardHost host in machine.Hosts)
                    comparison.Same($"host at {host.Chip}", record.GetProperty("result").GetProperty($"({host.Chip.X}, {host.Chip.Y})").GetString(), host.Host);
                break;
            case "job_not_allocated":
                comparison.Same("machine", null, await service.GetMachineAsync(Job, none).ConfigureAwait(false));
                comparison.Same("machine", null, await service.GetMachineAsync(Job, none).ConfigureAwait(false));
                break;
            case "job_where_is":
                BoardPlace? place = await service.WhereIsAsync(BoardQuery.ByJobChip(Job, new ChipLocation(5, 7)), none).ConfigureAwait(false);
                comparison.Same("place", string.Join(",", record.GetList("result")), place?.Physical?.ToString());
                break;
            case "job_keepalive":
                Uri job = await RestResources.JobAsync(service.Session, Job, none).ConfigureAwait(false);
                (await service.Session.SendAsync(RestResources.KeepAlive(job), none).ConfigureAwait(false)).OrThrow();
                break;
            case "job_credentials":
                await SpallocAccess.CheckAsync(record, (await service.GetAccessAsync(Job, none).ConfigureAwait(false))!, comparison).ConfigureAwait(false);
                break;
            case "job_destroy":
                await service.DestroyAsync(Job, "because", none).ConfigureAwait(false);
                break;
            default:
                throw new UnknownRecordException(name);
        }
    }

    private static void CheckRefused(Comparison comparison)
    {
        try
        {
            _ = BoardRequest.ForAddress("");
            comparison.Differs("no board is taken for one");
        }
        catch (InvalidParameterException)
        {
            // As it should be.
        }
    }

    private static string Name(JobState state) => state.ToString().ToUpper(CultureInfo.InvariantCulture);
}
