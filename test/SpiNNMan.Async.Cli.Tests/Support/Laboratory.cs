using System.Net;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Spalloc;
using SpiNNMan.Async.Spalloc.Server;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>An allocation service before a virtual machine of several boards, on ports of the system's choice.</summary>
internal sealed class Laboratory : IAsyncDisposable
{
    private Laboratory(VirtualMachine machine, SpallocServer server)
    {
        Machine = machine;
        Server = server;
    }

    /// <summary>The name of the machine.</summary>
    public const string Name = "lab";

    public VirtualMachine Machine { get; }

    public SpallocServer Server { get; }

    /// <summary>Where the service is, for classic clients.</summary>
    public string Service => $"{Server.ClassicEndPoint}";

    /// <summary>Where the REST service is, with a name and a password that it takes.</summary>
    public string WebService => $"http://ann:secret@{Server.WebAddress!.Authority}{Server.WebAddress.AbsolutePath}";

    /// <summary>Starts the machine and the service.</summary>
    /// <param name="width">Triads across.</param>
    /// <param name="height">Triads up.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static async Task<Laboratory> StartAsync(int width, int height, CancellationToken cancellationToken)
    {
        string bmp = LoopbackAddresses.Take();
        VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions
            {
                Triads = new TriadArrangement(width, height),
                BmpAddress = IPAddress.Parse(bmp),
                BindAddress = IPAddress.Parse(bmp[..^1] + "9"),
                UseTruePorts = true,
                Booted = false,
                AnnouncementTargets = [],
            },
            cancellationToken);
        try
        {
            var options = new SpallocServerOptions { Classic = new IPEndPoint(IPAddress.Loopback, 0), Web = new Uri("http://127.0.0.1:0/spalloc") };
            return new Laboratory(machine, await SpallocServer.StartAsync([new SpallocMachine(Name, machine)], options, cancellationToken));
        }
        catch
        {
            await machine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a client of the service.</summary>
    public BoardAllocator OpenClient() => BoardAllocator.Open(Service);

    /// <summary>The environment variables of commands that use the service.</summary>
    public Dictionary<string, string> Variables(bool rest = false) => new(StringComparer.Ordinal) { ["SPINNMAN_ALLOCATION"] = rest ? WebService : Service };

    /// <summary>Runs a command that uses the service.</summary>
    public Task<CommandRun> RunAsync(string words, bool rest, CancellationToken cancellationToken) =>
        CommandRun.OfAsync(words.Split(' '), variables: Variables(rest), cancellationToken: cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Machine.DisposeAsync();
    }
}
