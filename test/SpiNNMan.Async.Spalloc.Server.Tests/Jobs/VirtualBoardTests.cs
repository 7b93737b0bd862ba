using System.Net;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Spalloc.Server.Allocation;
using SpiNNMan.Async.Spalloc.Server.Geometry;
using SpiNNMan.Async.Spalloc.Server.Jobs;
using SpiNNMan.Async.Spalloc.Server.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Spalloc.Server.Tests.Jobs;

/// <summary>What jobs do to the boards of a virtual machine, on a simulated clock.</summary>
internal sealed class VirtualBoardTests
{
    private readonly SimulatedTime _clock = new();

    [Test]
    public async Task Boards_of_a_job_boot_together_and_without_those_of_others()
    {
        await using VirtualMachine machine = await StartMachineAsync(new TriadArrangement(2, 1));
        await using Laboratory laboratory = await OpenAsync(machine);
        JobSnapshot one = Create(laboratory, BoardRequest.Triads(1, 1));
        JobSnapshot other = Create(laboratory, BoardRequest.Place(new BoardCoordinates(1, 0, 0)));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((laboratory.Find(one.Id)!.State, laboratory.Find(other.Id)!.State), Is.EqualTo((JobState.Ready, JobState.Ready)));
        Assert.That(States(machine), Is.EqualTo("Rom Rom Rom Rom Off Off"));

        SendImage(machine, 0);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That(States(machine), Is.EqualTo("Ready Ready Ready Rom Off Off"), "the other job's board has heard nothing");
        SendImage(machine, 3);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That(States(machine), Is.EqualTo("Ready Ready Ready Ready Off Off"));

        laboratory.SetPower(other.Id, on: true, null);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(States(machine), Is.EqualTo("Ready Ready Ready Rom Off Off"), "switched on again, a board has forgotten everything");
        laboratory.Destroy(one.Id, null);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(States(machine), Is.EqualTo("Off Off Off Rom Off Off"));
    }

    [Test]
    public async Task Boards_that_were_restarted_as_well_are_cut_from_those_of_others_again()
    {
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.json");
        try
        {
            VirtualMachine first = await StartMachineAsync(new TriadArrangement(1, 1));
            Laboratory before = await OpenAsync(first, file);
            JobSnapshot one = Create(before, BoardRequest.Boards(1));
            JobSnapshot other = Create(before, BoardRequest.Boards(1));
            _clock.Advance(TimeSpan.FromSeconds(1));
            await before.DisposeAsync();
            await using (Laboratory again = await OpenAsync(first, file))
                Assert.That((again.Find(one.Id)!.State, again.Find(one.Id)!.Version), Is.EqualTo((JobState.Ready, 0)), "boards that are as they shall be are left alone");
            await first.DisposeAsync();

            await using VirtualMachine machine = await StartMachineAsync(new TriadArrangement(1, 1));
            await using Laboratory laboratory = await OpenAsync(machine, file);
            _clock.Advance(TimeSpan.FromSeconds(1));
            Assert.That((laboratory.Find(one.Id)!.State, laboratory.Find(other.Id)!.State), Is.EqualTo((JobState.Ready, JobState.Ready)));
            SendImage(machine, 0);
            _clock.Advance(TimeSpan.FromSeconds(5));
            Assert.That(States(machine), Is.EqualTo("Ready Rom Off"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public async Task Boards_of_several_frames_are_switched_by_their_own_bmps()
    {
        await using VirtualMachine machine = await StartMachineAsync(new TriadArrangement(4, 3));
        await using Laboratory laboratory = await OpenAsync(machine);
        JobSnapshot all = Create(laboratory, BoardRequest.Triads(4, 3));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(laboratory.Find(all.Id)!.State, Is.EqualTo(JobState.Ready));
        Assert.That(machine.Boards.Select(static board => board.State), Is.All.EqualTo(BoardState.Rom));
        LabMachine lab = laboratory.Machines[0];
        Assert.That(lab.PositionOf(new BoardCoordinates(1, 2, 2)), Is.EqualTo(new Machines.BoardLocation(0, 1, 5)));
        Assert.That(lab.At(new Machines.BoardLocation(0, 1, 5)), Is.EqualTo(new BoardCoordinates(1, 2, 2)));
        Assert.That(lab.At(new Machines.BoardLocation(0, 1, 23)), Is.Null);
    }

    [Test]
    public async Task A_bmp_that_does_not_answer_ends_the_job()
    {
        await using VirtualMachine machine = await StartMachineAsync(new TriadArrangement(1, 1));
        await using Laboratory laboratory = await OpenAsync(machine);
        machine.Faults = new FaultOptions { Egress = new LinkFaults { Loss = 1 } };
        JobSnapshot job = Create(laboratory, BoardRequest.Boards(1));
        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.That(laboratory.Find(job.Id)!.Reason, Is.EqualTo($"Machine configuration failed. Error: Requests failed on BMP {machine.Bmp.EndPoint.Address}"));
    }

    private static string States(VirtualMachine machine) => string.Join(' ', machine.Boards.Select(static board => board.State));

    private static JobSnapshot Create(Laboratory laboratory, BoardRequest request) => laboratory.Create(new JobTicket("me", request, KeepAlive: null, default));

    private async Task<VirtualMachine> StartMachineAsync(TriadArrangement triads) => await VirtualMachine.StartAsync(new VirtualMachineOptions
    {
        Triads = triads,
        Network = new InMemoryNetwork(_clock),
        TimeProvider = _clock,
        BindAddress = new IPAddress([10, 1, 0, 9]),
        BmpAddress = new IPAddress([10, 1, 0, 1]),
        UseTruePorts = true,
        Booted = false,
        AnnouncementTargets = [],
    });

    private async Task<Laboratory> OpenAsync(VirtualMachine machine, string? file = null)
    {
        var laboratory = new Laboratory([VirtualLabMachine.Make(new SpallocMachine("lab", machine))], new LaboratoryOptions { TimeProvider = _clock, StateFile = file });
        await _clock.RunUntilAsync(laboratory.StartAsync(CancellationToken.None));
        return laboratory;
    }

    private void SendImage(VirtualMachine machine, int board)
    {
        IDatagramSocket socket = machine.Options.Network.Open(new IPEndPoint(new IPAddress([10, 9, 0, 1]), 0), machine.Boards[board].BootEndPoint);
        foreach (byte[] datagram in BootDatagrams.Make())
        {
            socket.Send(datagram);
            _clock.Advance(TimeSpan.FromMilliseconds(10));
        }
    }
}
