using System.Net;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Spalloc.Server.Tests.Documentation;

/// <summary>The program of the guide about laboratories.</summary>
internal sealed class LaboratorySnippets
{
    [Test]
    public async Task Laboratory()
    {
        // CODE_SECTION:laboratory:START
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions
        {
            Triads = new TriadArrangement(3, 2),
            BindAddress = IPAddress.Parse("127.0.233.9"),
            UseTruePorts = true,
            Booted = false,
        });
        await using SpallocServer server = await SpallocServer.StartAsync([new SpallocMachine("lab", machine)], new SpallocServerOptions
        {
            Classic = new IPEndPoint(IPAddress.Loopback, 0),                // a port of the system's choice
            Web = new Uri("http://127.0.0.1:0/spalloc"),
        });
        Console.WriteLine($"{server.ClassicEndPoint} {server.WebAddress}");

        // CODE_SECTION:laboratory:END
        Assert.That((server.ClassicEndPoint!.Port, server.WebAddress!.Port), Is.Not.EqualTo((0, 0)));
    }
}
