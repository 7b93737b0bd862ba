using System.Globalization;
using System.Net;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Spalloc;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Allocation;

/// <summary>The machine of a job, in place of a host. A job that exists is kept alive while the command runs. Another one is made for the command.</summary>
internal sealed class JobHost : IAsyncDisposable
{
    private readonly Terminal _terminal;
    private readonly AllocationServices _services;
    private readonly string _name;
    private readonly int? _jobId;
    private readonly BoardRequest? _request;
    private OpenedService? _service;
    private AllocatedJob? _job;
    private JobNetwork? _network;

    private JobHost(Terminal terminal, AllocationServices services, string name, int? jobId, BoardRequest? request)
    {
        _terminal = terminal;
        _services = services;
        _name = name;
        _jobId = jobId;
        _request = request;
    }

    /// <summary>Whether the boards are allocated for the command, and given back at its end.</summary>
    public bool IsAllocated => _request is not null;

    /// <summary>The job.</summary>
    public AllocatedJob Job => _job ?? throw new InvalidOperationException($"{_name} is not open.");

    /// <summary>The way to the boards.</summary>
    public JobNetwork Network => _network ?? throw new InvalidOperationException($"{_name} is not open.");

    /// <summary>A job that exists.</summary>
    public static JobHost Of(Terminal terminal, AllocationServices services, string name, int jobId) => new(terminal, services, name, jobId, request: null);

    /// <summary>A job that is made for the command.</summary>
    public static JobHost Of(Terminal terminal, AllocationServices services, string name, BoardRequest request) => new(terminal, services, name, jobId: null, request);

    /// <summary>Takes the job over, or allocates one, and waits until its boards can be used.</summary>
    /// <param name="boots">Whether the machine of a new job is booted.</param>
    /// <param name="cancellationToken">Cancels it. Boards that were allocated are given back.</param>
    /// <exception cref="CommandFailedException">The boards of the job are off.</exception>
    public async Task OpenAsync(bool boots, CancellationToken cancellationToken)
    {
        if (_job is not null)
            return;

        _service = _services.Open(named: null);
        if (_request is not null)
        {
            BootedBoards boards = await BootedBoards.PrepareAsync(_terminal, _service.Allocator, _service.Files.Apply(_request), boots, image: null, cancellationToken);
            _job = await AllocationDisplay.RunAsync(_terminal, $"Asking {_service} for {_request}", step => boards.AllocateAsync(step, cancellationToken));
        }
        else
        {
            _job = await AllocationDisplay.RunAsync(_terminal, $"Asking {_service} for {_name}", step => TakeOverAsync(_service, step, cancellationToken));
        }

        _network = await _job.OpenNetworkAsync(cancellationToken: cancellationToken);
    }

    /// <summary>Finds the address of the board at chip (0, 0).</summary>
    public async Task<IPEndPoint> ResolveAsync(int port, CancellationToken cancellationToken) => Network.IsTunnel
        ? Network.GetBoard(Network.RootChip, port)
        : await BoardAddress.FindAsync(Network.Machine.RootHost, port, cancellationToken: cancellationToken);

    /// <summary>Opens the machine.</summary>
    public Task<Transceiver> OpenTransceiverAsync(TransceiverOptions options, CancellationToken cancellationToken) =>
        Job.OpenTransceiverAsync(new JobMachineOptions { Transceiver = options }, cancellationToken);

    /// <summary>Gives allocated boards back. A job that was taken over is left as it is.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_job is not null)
            await _job.DisposeAsync();
        if (_service is not null)
            await _service.DisposeAsync();
    }

    /// <inheritdoc/>
    public override string ToString() => _name;

    private async Task<AllocatedJob> TakeOverAsync(OpenedService service, AllocationStep step, CancellationToken cancellationToken)
    {
        AllocatedJob job = await service.Allocator.ResumeAsync(_jobId!.Value, cancellationToken: cancellationToken);
        try
        {
            await job.WaitUntilReadyAsync(step, cancellationToken);
            return await job.GetPowerAsync(cancellationToken) is false
                ? throw new CommandFailedException(string.Create(CultureInfo.InvariantCulture, $"The boards of job {job.Id} are off; 'spinnman job {job.Id} --power-on' switches them on."))
                : job;
        }
        catch
        {
            await job.DisposeAsync();
            throw;
        }
    }
}
