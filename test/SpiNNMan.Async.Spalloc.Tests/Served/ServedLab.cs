using System.Net;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Spalloc.Server;
using SpiNNMan.Async.Spalloc.Transports;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Spalloc.Tests.Served;

/// <summary>The project's own service before a virtual machine of three boards: TCP, HTTP, websockets and UDP are those of the system.</summary>
internal sealed class ServedLab : IAsyncDisposable
{
    private readonly SpallocServerOptions _options;

    private ServedLab(VirtualMachine machine, SpallocServerOptions options)
    {
        Machine = machine;
        _options = options;
        Transport = new ServedTransport(this);
    }

    public VirtualMachine Machine { get; }

    /// <summary>The service as it is now: after a restart it is another one, on other ports.</summary>
    public SpallocServer Server { get; private set; } = null!;

    /// <summary>The way of clients to the service, wherever it is.</summary>
    public ServedTransport Transport { get; }

    /// <summary>How machines of jobs are opened: at once, with an image that is made up.</summary>
    public static JobMachineOptions Booting(JobRoute route) => new()
    {
        Route = route,
        Transceiver = new TransceiverOptions
        {
            BootImage = new BootImage(VirtualBootImage.Create()),
            BootPause = TimeSpan.Zero,
            Patience = Pace.Scale(TimeSpan.FromMilliseconds(200)),
            TransientTagTimeout = null,
        },
    };

    public static async Task<ServedLab> StartAsync(bool https = false, TimeProvider? clock = null, string? stateFile = null, CancellationToken cancellationToken = default)
    {
        string bmp = LoopbackAddresses.Take();
        VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions
            {
                Triads = new TriadArrangement(1, 1),
                BmpAddress = IPAddress.Parse(bmp),
                BindAddress = IPAddress.Parse(bmp[..^1] + "9"),
                UseTruePorts = true,
                Booted = false,
                AnnouncementTargets = [],
            },
            cancellationToken);
        var lab = new ServedLab(machine, new SpallocServerOptions
        {
            Classic = new IPEndPoint(IPAddress.Loopback, 0),
            Web = new Uri(https ? "https://ann:secret@127.0.0.1:0/spalloc" : "http://ann:secret@127.0.0.1:0/spalloc"),
            StateFile = stateFile,
            TimeProvider = clock ?? TimeProvider.System,
        });
        try
        {
            await lab.ServeAsync(cancellationToken);
            return lab;
        }
        catch
        {
            await machine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the service and starts another one, which has the jobs of the file and no sessions.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await Server.DisposeAsync();
        await ServeAsync(cancellationToken);
    }

    /// <summary>Opens a client.</summary>
    public BoardAllocator Open(Protocol protocol, BoardAllocatorOptions? options = null)
    {
        string address = protocol == Protocol.Classic ? $"{Server.ClassicEndPoint}" : $"{Server.WebAddress}";
        return BoardAllocator.Open(address, (options ?? new BoardAllocatorOptions { ReconnectDelay = TimeSpan.FromMilliseconds(50) }) with
        {
            Transport = Transport,
            Credentials = AllocationCredentials.FromPassword("ann", "secret"),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Machine.DisposeAsync();
    }

    private async Task ServeAsync(CancellationToken cancellationToken) => Server = await SpallocServer.StartAsync([new SpallocMachine("lab", Machine)], _options, cancellationToken);
}
