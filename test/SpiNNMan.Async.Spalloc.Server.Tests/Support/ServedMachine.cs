using System.Net;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Spalloc.Server.Tests.Support;

/// <summary>A service before a virtual machine on a network in memory, and on TCP ports that the system chose.</summary>
internal sealed class ServedMachine : IAsyncDisposable
{
    private ServedMachine(VirtualMachine machine, SpallocServer server)
    {
        Machine = machine;
        Server = server;
    }

    public VirtualMachine Machine { get; }

    public SpallocServer Server { get; }

    public static async Task<ServedMachine> StartAsync(SpallocServerOptions? options = null, TriadArrangement? triads = null, string web = "http://127.0.0.1:0/spalloc", VirtualMachineOptions? boards = null)
    {
        VirtualMachine machine = await VirtualMachine.StartAsync((boards ?? new VirtualMachineOptions()) with
        {
            Triads = triads ?? new TriadArrangement(1, 1),
            Network = new InMemoryNetwork(),
            BindAddress = new IPAddress([10, 1, 0, 9]),
            BmpAddress = new IPAddress([10, 1, 0, 1]),
            UseTruePorts = true,
            Booted = false,
            AnnouncementTargets = [],
        });
        try
        {
            return new ServedMachine(machine, await SpallocServer.StartAsync(
                [new SpallocMachine("lab", machine)], (options ?? new SpallocServerOptions()) with { Classic = new IPEndPoint(IPAddress.Loopback, 0), Web = new Uri(web) }));
        }
        catch
        {
            await machine.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Machine.DisposeAsync();
    }
}
