using System.Text.Json;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Classic;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Protocol;
using SpiNNMan.Async.Spalloc.Services;
using SpiNNMan.Async.Spalloc.Tests.Support;

namespace SpiNNMan.Async.Spalloc.Tests;

/// <summary>A session that was recorded from a real server, replayed as that server would: the client sends the lines that were sent then, and understands what came.</summary>
internal sealed class ReplayTests
{
    private static readonly RecordedSession s_recorded = RecordedSession.Read();

    [Test, CancelAfter(60_000)]
    public async Task The_client_of_a_whole_life_sends_what_was_sent_and_understands_the_answers(CancellationToken cancellationToken)
    {
        using var world = new World();
        var server = new ReplayServer(world.Time, s_recorded.Of("a"));
        await world.RunAsync(async () =>
        {
            await using var client = new ClassicClient(Settings(world, server), "recorded", ClassicService.DefaultPort);
            foreach (JsonObject command in s_recorded.Of("a").Where(static one => one.IsCommand).Select(static one => one.Line).Where(static line => (string?)line["command"] is not "version"))
                await CheckAsync(client, command, server, cancellationToken).ConfigureAwait(false);

            Assert.That(client.Version, Is.EqualTo(("1!6.0.1", new Version(6, 0, 1))));
            Assert.That(client.JobsChanged.Count, Is.EqualTo(1 + s_recorded.Of("a").Count(static one => one.Line.ContainsKey("jobs_changed"))));
            Assert.That(client.MachinesChanged.Count, Is.EqualTo(1 + s_recorded.Of("a").Count(static one => one.Line.ContainsKey("machines_changed"))));
        }, cancellationToken);

        Assert.That(server.Differences, Is.Empty);
        Assert.That(server.Checked, Is.GreaterThan(60));
    }

    [Test]
    public void Every_command_that_the_client_makes_was_recorded_with_the_same_members()
    {
        ClassicCommand[] made =
        [
            ClassicRequests.Create(new BoardRequest { KeepAlive = TimeSpan.FromSeconds(30) }, board: null, "me@example.org"),
            ClassicRequests.For(ClassicCommands.GetJobState, 1), ClassicRequests.For(ClassicCommands.GetJobMachineInfo, 1), ClassicRequests.For(ClassicCommands.KeepAlive, 1),
            ClassicRequests.For(ClassicCommands.PowerOff, 1), ClassicRequests.For(ClassicCommands.PowerOn, 1), ClassicRequests.Destroy(1, "finished"),
            ClassicRequests.WhereIs(BoardQuery.ByJobChip(1, new ChipLocation(3, 2))), ClassicRequests.WhereIs(BoardQuery.ByLogical("m3", new LogicalBoard(0, 0, 1))),
            ClassicRequests.WhereIs(BoardQuery.ByPhysical("m3", new PhysicalBoard(0, 0, 2))), ClassicRequests.WhereIs(BoardQuery.ByChip("m3", new ChipLocation(9, 9))),
        ];
        JsonObject[] recorded = [.. s_recorded.Of("a").Where(static one => one.IsCommand).Select(static one => one.Line)];
        foreach (ClassicCommand command in made)
        {
            JsonNode sent = JsonNode.Parse(JsonSerializer.Serialize(command, ClassicJson.Default.ClassicCommand))!;
            Assert.That(recorded.Any(one => JsonNode.DeepEquals(one, sent)), Is.True, sent.ToJsonString());
        }
    }

    [Test]
    public void Recorded_answers_become_what_users_see()
    {
        JobInfo[] jobs = [.. ClassicAnswers.ToInfos(s_recorded.AnswerTo<IReadOnlyList<ClassicJob>>("list_jobs", ClassicJson.Default.IReadOnlyListClassicJob, 1))];
        Assert.That((jobs[0].Id, jobs[0].Owner, jobs[0].Machine, jobs[0].Request, jobs[0].Status.State), Is.EqualTo((1, "me@example.org", "m3", "1 board", JobState.Ready)));

        AllocationMachine[] machines = [.. s_recorded.AnswerTo<IReadOnlyList<ClassicMachine>>("list_machines", ClassicJson.Default.IReadOnlyListClassicMachine, 0).Select(ClassicAnswers.ToMachine)];
        Assert.That(machines.Select(static one => (one.Name, one.BoardCount)), Is.EqualTo(new[] { ("m3", 3), ("one", 1) }));
        Assert.That(machines[1].DeadBoards, Is.EqualTo(new[] { new LogicalBoard(0, 0, 1), new LogicalBoard(0, 0, 2) }));

        JobMachine machine = ClassicAnswers.ToMachine(s_recorded.AnswerTo("get_job_machine_info", ClassicJson.Default.ClassicMachineInfo, 2), "recorded")!;
        Assert.That((machine.Name, machine.Width, machine.Height, machine.Hosts.Count), Is.EqualTo(("m3", 12, 12, 3)));
        Assert.That(machine.Hosts[1], Is.EqualTo(new BoardHost(new ChipLocation(8, 4), "127.90.3.17")));
        Assert.That(ClassicAnswers.ToMachine(s_recorded.AnswerTo("get_job_machine_info", ClassicJson.Default.ClassicMachineInfo, 1), "recorded"), Is.Null);

        JobStatus destroyed = ClassicAnswers.ToStatus(s_recorded.AnswerTo("get_job_state", ClassicJson.Default.ClassicJobState, 7));
        Assert.That((destroyed.State, destroyed.Reason), Is.EqualTo((JobState.Destroyed, "finished")));
    }

    [TestCase("1!6.0.1", "6.0.1")]
    [TestCase("0.1.0", "0.1.0")]
    [TestCase("5.0", "5.0.0")]
    [TestCase("6.0.1.dev3+g1234", "6.0.1")]
    [TestCase("6.1rc2", "6.1.0")]
    [TestCase(" 7.0.0 ", "7.0.0")]
    public void Versions_are_taken_as_they_are_met(string text, string numbers)
    {
        Assert.That(ServiceVersion.TryParse(text, out Version version), Is.True);
        Assert.That(version, Is.EqualTo(Version.Parse(numbers)));
    }

    [TestCase("")]
    [TestCase("newest")]
    [TestCase(null)]
    public void What_is_no_version_is_none(string? text) => Assert.That(ServiceVersion.TryParse(text, out _), Is.False);

    private static async Task CheckAsync(ClassicClient client, JsonObject command, ReplayServer server, CancellationToken cancellationToken)
    {
        var sent = new ClassicCommand { Command = (string)command["command"]!, Args = (JsonArray)command["args"]!.DeepClone(), Kwargs = (JsonObject)command["kwargs"]!.DeepClone() };
        (JsonNode? value, string? refusal) = server.Expect(command);
        try
        {
            JsonElement answer = await client.CallOnceAsync(sent, cancellationToken).ConfigureAwait(false);
            Assert.That(refusal, Is.Null, $"{command["command"]} is refused");
            Assert.That(JsonNode.DeepEquals(JsonNode.Parse(answer.GetRawText()), value), Is.True, $"{command} is answered {answer}");
        }
        catch (AllocationException exception)
        {
            Assert.That(exception.Message, Does.Contain(refusal ?? "nothing is refused"));
        }
    }

    private static ServiceSettings Settings(World world, ReplayServer server) => (world.Options with { Transport = server }).ToSettings();
}
