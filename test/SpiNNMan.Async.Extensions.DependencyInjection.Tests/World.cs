using System.Net;
using Microsoft.Extensions.Hosting;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Extensions.DependencyInjection.Tests;

/// <summary>A virtual machine on a network in memory, and what a host needs to reach it.</summary>
internal sealed class World : IAsyncDisposable
{
    public const string Host = "10.0.0.1";

    private World(IDatagramNetwork network, VirtualMachine machine)
    {
        Network = network;
        Machine = machine;
    }

    public IDatagramNetwork Network { get; }

    public VirtualMachine Machine { get; }

    public static async Task<World> StartAsync(VirtualMachineOptions? options = null)
    {
        var network = new InMemoryNetwork(TimeProvider.System);
        VirtualMachine machine = await VirtualMachine.StartAsync(
            (options ?? new VirtualMachineOptions { Board = BoardType.Spin3 }) with { BindAddress = IPAddress.Parse(Host), UseTruePorts = true, Network = network },
            TestContext.CurrentContext.CancellationToken);
        return new World(network, machine);
    }

    public static HostApplicationBuilder Builder() => Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());

    /// <summary>Sets options for the machine of this world.</summary>
    public void Configure(TransceiverOptions options)
    {
        options.Host = Host;
        options.Connection.Network = Network;
        options.Connection.GiveUpAfter = TimeSpan.FromSeconds(1);
    }

    public ValueTask DisposeAsync() => Machine.DisposeAsync();
}
