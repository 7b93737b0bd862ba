using System.Net;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Input;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Spalloc;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Cli.Allocation;

/// <summary>Allocates boards and, if that is wanted, boots their machine.</summary>
internal sealed class BootedBoards
{
    /// <summary>Boards of a new job were switched on just before, so that nothing answers on them.</summary>
    private static readonly TimeSpan s_timeToAnswer = TimeSpan.FromSeconds(1);

    private readonly BoardAllocator _allocator;
    private readonly BootImageFinder _finder;
    private readonly BoardRequest _request;
    private readonly BootImage? _image;
    private readonly bool _boots;

    private BootedBoards(BoardAllocator allocator, BootImageFinder finder, BoardRequest request, bool boots, BootImage? image)
    {
        _allocator = allocator;
        _finder = finder;
        _request = request;
        _boots = boots;
        _image = image;
    }

    /// <summary>Finds the boot image, so that boards are not allocated in vain if it cannot be read.</summary>
    /// <param name="terminal">Where variables are read.</param>
    /// <param name="allocator">The service.</param>
    /// <param name="request">The boards that are wanted.</param>
    /// <param name="boots">Whether the machine is booted.</param>
    /// <param name="image">The boot image that the user named; <see langword="null"/> to look for one.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="CommandFailedException">The file is not a boot image, or it is not clear which machine a certain board is of.</exception>
    public static async Task<BootedBoards> PrepareAsync(Terminal terminal, BoardAllocator allocator, BoardRequest request, bool boots, string? image, CancellationToken cancellationToken)
    {
        var finder = new BootImageFinder(terminal);
        if (allocator.Protocol == AllocationProtocol.Classic && (request.Logical is not null || request.Physical is not null) && request.Machine is null && request.Tags is null)
            request = request with { Machine = await FindMachineAsync(allocator, cancellationToken) };

        return new BootedBoards(allocator, finder, request, boots, boots ? await finder.TryLoadAsync(image, cancellationToken) : null);
    }

    /// <summary>Allocates the boards, and boots their machine. Whatever fails, no boards are kept.</summary>
    public async Task<AllocatedJob> AllocateAsync(AllocationStep step, CancellationToken cancellationToken)
    {
        AllocatedJob job = await _allocator.AllocateAsync(_request, step, cancellationToken);
        try
        {
            if (_boots)
                await BootAsync(job, step, cancellationToken);

            return job;
        }
        catch
        {
            await job.DisposeAsync();
            throw;
        }
    }

    /// <summary>The machine of a certain board, if there is only one. The classic protocol must be told.</summary>
    private static async Task<string> FindMachineAsync(BoardAllocator allocator, CancellationToken cancellationToken)
    {
        IReadOnlyList<AllocationMachine> machines = await allocator.ListMachinesAsync(cancellationToken);
        return machines is [var only]
            ? only.Name
            : throw new CommandFailedException($"Name the machine of the board with --machine; {allocator.Name} has {(machines.Count == 0 ? "none" : string.Join(", ", machines.Select(static machine => machine.Name)))}.");
    }

    private async Task BootAsync(AllocatedJob job, AllocationStep step, CancellationToken cancellationToken)
    {
        JobMachine machine = await job.GetMachineAsync(cancellationToken);

        // Boards with loopback addresses are virtual: they take an image that is made up, and no pauses between its parts.
        bool isVirtual = machine.Hosts.All(static host => IPAddress.TryParse(host.Host, out IPAddress? address) && IPAddress.IsLoopback(address));
        BootImage image = _image ?? (await _finder.LoadAsync(isVirtual ? BootImageFinder.Virtual : null, cancellationToken)).Image;
        bool isCertainBoard = _request.Logical is not null || _request.Physical is not null || _request.Address is not null;
        var options = new JobMachineOptions
        {
            Transceiver = new TransceiverOptions
            {
                BootImage = image,
                Patience = s_timeToAnswer,
                BootPause = isVirtual ? TimeSpan.Zero : BootImage.PauseAfterMessage,
                Discovery = new DiscoveryOptions { ReadCoreMaps = false },
                TransientTagTimeout = null,
                Progress = step,
            },
            Replacements = isCertainBoard ? 0 : 1,
            Progress = step,
        };
        await using Transceiver booted = await job.OpenTransceiverAsync(options, cancellationToken);
    }
}
