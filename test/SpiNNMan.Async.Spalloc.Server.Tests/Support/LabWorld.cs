using System.Net;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Spalloc.Server.Allocation;
using SpiNNMan.Async.Spalloc.Server.Geometry;
using SpiNNMan.Async.Spalloc.Server.Jobs;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Spalloc.Server.Tests.Support;

/// <summary>A laboratory of machines that are not there, on a clock of its own.</summary>
internal sealed class LabWorld : IAsyncDisposable
{
    private readonly LaboratoryOptions _options;
    private readonly BoardGrid _grid;

    public LabWorld(BoardGrid grid, LaboratoryOptions? options = null)
    {
        _grid = grid;
        Power = new FakePower(Clock);
        _options = (options ?? new LaboratoryOptions()) with { TimeProvider = Clock };
        Laboratory = Open();
    }

    public SimulatedTime Clock { get; } = new();

    public FakePower Power { get; }

    public Laboratory Laboratory { get; private set; }

    public LabMachine Machine => Laboratory.Machines[0];

    /// <summary>Ends the laboratory, and opens it again with the same boards and the same file.</summary>
    public async Task RestartAsync()
    {
        await Laboratory.DisposeAsync();
        Laboratory = Open();
        await StartAsync();
    }

    /// <summary>Starts the laboratory, which takes no time: the clock would run away from the reading of the file.</summary>
    public async Task StartAsync()
    {
        (Func<TimeSpan> duration, Func<bool> fails) = (Power.Duration, Power.Fails);
        (Power.Duration, Power.Fails) = (static () => TimeSpan.Zero, static () => false);
        await Laboratory.StartAsync(CancellationToken.None);
        (Power.Duration, Power.Fails) = (duration, fails);
    }

    public JobSnapshot Create(BoardRequest request, TimeSpan? keepAlive = null, string owner = "me") =>
        Laboratory.Create(new JobTicket(owner, request, keepAlive, default) { Host = "127.0.0.1" });

    public JobSnapshot Look(JobSnapshot job) => Laboratory.Find(job.Id)!;

    public ValueTask DisposeAsync() => Laboratory.DisposeAsync();

    private Laboratory Open() => new(
        [new LabMachine(new MachineBoards("lab", ["default", "big"], _grid), Power, new InMemoryNetwork(Clock), (board, port) => new IPEndPoint(new IPAddress([10, 0, (byte)(_grid.NumberOf(board) / 24), (byte)(_grid.NumberOf(board) % 24 * 8)]), port))],
        _options);
}
