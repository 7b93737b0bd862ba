using System.Net;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Samples;

/// <summary>The machine that the samples use: a board by its name, or a virtual one in this process.</summary>
internal sealed class SampleMachine : IAsyncDisposable
{
    private const string Board = "10.0.0.1";
    private const string Bmp = "10.0.0.2";

    private readonly VirtualMachine? _virtual;

    private SampleMachine(VirtualMachine? machine, TransceiverOptions options)
    {
        _virtual = machine;
        Options = options;
    }

    /// <summary>How it is reached.</summary>
    public TransceiverOptions Options { get; }

    public static async Task<SampleMachine> StartAsync(string? host, CancellationToken cancellationToken)
    {
        if (host is not null)
            return new SampleMachine(machine: null, new TransceiverOptions { Host = host });

        var network = new InMemoryNetwork(TimeProvider.System);
        var options = new VirtualMachineOptions { Board = BoardType.Spin3, BindAddress = IPAddress.Parse(Board), BmpAddress = IPAddress.Parse(Bmp), UseTruePorts = true, Network = network };
        VirtualMachine machine = await VirtualMachine.StartAsync(options, cancellationToken);
        return new SampleMachine(machine, new TransceiverOptions
        {
            Host = Board,
            Connection = new ScampConnectionOptions { Network = network },
            Bmps = [new BmpConnectionData(Bmp)],
            Power = new BmpControllerOptions { MinimumOffTime = TimeSpan.Zero, AfterPowerOn = TimeSpan.Zero },
        });
    }

    public ValueTask DisposeAsync() => _virtual?.DisposeAsync() ?? ValueTask.CompletedTask;
}
