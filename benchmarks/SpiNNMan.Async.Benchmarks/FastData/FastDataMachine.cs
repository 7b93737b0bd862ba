using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory.Streaming;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Benchmarks.FastData;

/// <summary>A virtual machine with the model of time on a simulated clock, open for streams.</summary>
internal sealed class FastDataMachine : IAsyncDisposable
{
    private const uint Address = 0x60400000;
    private static readonly IPAddress s_first = IPAddress.Parse("10.0.0.1");

    private readonly SimulatedTime _time;
    private readonly VirtualMachine _machine;
    private readonly MemoryStreaming _streaming;

    private FastDataMachine(SimulatedTime time, VirtualMachine machine, Transceiver transceiver, MemoryStreaming streaming)
    {
        _time = time;
        _machine = machine;
        _streaming = streaming;
        Transceiver = transceiver;
    }

    public Transceiver Transceiver { get; }

    /// <summary>Opens a machine of one, three or 24 boards.</summary>
    public static async Task<FastDataMachine> OpenAsync(int boards, double microseconds, double loss)
    {
        var time = new SimulatedTime();
        var network = new InMemoryNetwork(time);
        VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions
        {
            Board = BoardType.Spin5,
            Triads = boards switch { 1 => null, 3 => new TriadArrangement(1, 1), _ => new TriadArrangement(4, 2) },
            BindAddress = s_first,
            UseTruePorts = true,
            Network = network,
            TimeProvider = time,
            ServiceTime = ServiceTime.Hardware with { PerStreamedDatagram = TimeSpan.FromMicroseconds(microseconds) },
        });
        var options = new TransceiverOptions { Connection = new ScampConnectionOptions { Network = network, TimeProvider = time, RunContinuationsAsynchronously = false } };
        Transceiver transceiver = await time.RunUntilAsync(Transceiver.OpenAsync(new IPEndPoint(s_first, ScpMessage.Port), options));
        var images = new StreamingImages(VirtualApplicationImage.Create("extra_monitor"), VirtualApplicationImage.Create("packet_gatherer"));
        var streams = new StreamingOptions { Images = images, Verification = StreamingVerification.None };
        MemoryStreaming streaming = await time.RunUntilAsync(transceiver.Memory.OpenStreamingAsync(streams));
        var way = new LinkFaults { Loss = loss };
        machine.Faults = new FaultOptions { Ingress = way, Egress = way };
        return new FastDataMachine(time, machine, transceiver, streaming);
    }

    /// <summary>Streams a block of each of some chips, all at once.</summary>
    public Task<StreamingStatistics> StreamAsync(IReadOnlyList<ChipLocation> chips, bool isWrite, int size) => _time.RunUntilAsync(isWrite
        ? _streaming.WriteAsync([.. chips.Select(chip => new StreamedWrite(chip, Address, new byte[size]))])
        : _streaming.ReadAsync([.. chips.Select(chip => new StreamedRead(chip, Address, new byte[size]))]));

    /// <summary>Moves a block by SCP.</summary>
    /// <returns>Mb/s.</returns>
    public async Task<double> TransferAsync(ChipLocation chip, bool isWrite, int size)
    {
        TimeSpan start = _time.Elapsed;
        var data = new byte[size];
        await _time.RunUntilAsync(isWrite ? Transceiver.Memory.WriteAsync(chip, Address, data) : Transceiver.Memory.ReadAsync(chip, Address, data.AsMemory()));
        return size * 8 / (_time.Elapsed - start).TotalSeconds / 1e6;
    }

    public async ValueTask DisposeAsync()
    {
        await _time.RunUntilAsync(_streaming.DisposeAsync().AsTask());
        await _time.RunUntilAsync(Transceiver.DisposeAsync().AsTask());
        await _time.RunUntilAsync(_machine.DisposeAsync().AsTask());
    }
}
