using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Spalloc;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Server;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Samples;

/// <summary>Borrows a board of a large machine from an allocation service, boots it, uses it and gives it back.</summary>
internal static class AllocationSample
{
    public static async Task RunAsync(TransceiverOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        // This service hands out the boards of a virtual machine. In place of it, name that of your laboratory in BoardAllocator.Open.
        var network = new InMemoryNetwork();
        var boards = new VirtualMachineOptions { Triads = new TriadArrangement(1, 1), Booted = false, BindAddress = IPAddress.Parse("10.0.0.1"), UseTruePorts = true, Network = network };
        await using VirtualMachine machine = await VirtualMachine.StartAsync(boards, cancellationToken);
        var port = new SpallocServerOptions { Classic = new IPEndPoint(IPAddress.Loopback, 0), PowerRetryDelay = TimeSpan.Zero };
        await using SpallocServer service = await SpallocServer.StartAsync([new SpallocMachine("laboratory", machine)], port, cancellationToken);

        await using BoardAllocator allocator = BoardAllocator.Open($"spalloc://{service.ClassicEndPoint}", new BoardAllocatorOptions { Owner = "me" });
        await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken);
        output.WriteLine($"job {job.Id} has {await job.GetMachineAsync(cancellationToken)}");

        // Boards are lent with power, and not booted. Real boards take the image of their software: see BootImage.WhereToFindOne.
        var opening = new JobMachineOptions
        {
            Transceiver = options with { Host = null, Bmps = [], Connection = new ScampConnectionOptions { Network = network }, BootImage = new BootImage(VirtualBootImage.Create()), BootPause = TimeSpan.Zero },
        };
        await using Transceiver transceiver = await job.OpenTransceiverAsync(opening, cancellationToken);
        output.WriteLine($"booted: {transceiver.Machine}");

        // Disposing of the job gives the board back. Until then signs of life go to the service.
    }
}
