using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Simulation.Tests.Executed;

/// <summary>A machine of executed chips on a simulated clock, with the boot image of test/Programs/BootImage unless said otherwise, and a client.</summary>
internal sealed class ChipBench : IAsyncDisposable
{
    /// <summary>Where the image counts the milliseconds of a core: a word for each.</summary>
    public const uint Counters = 0x60200000;

    /// <summary>Where the image says which links have a chip at the other end, and, after it, which cores it has started.</summary>
    public const uint Neighbours = 0xf5007008;

    /// <summary>The command of the image that starts the program at 67800000 on cores.</summary>
    public const int RunCommand = 19;

    private ChipBench(SimulatedTime time, VirtualMachine machine, ScampConnection client)
    {
        Time = time;
        Machine = machine;
        Client = client;
    }

    public SimulatedTime Time { get; }

    public VirtualMachine Machine { get; }

    public VirtualBoard Board => Machine.Boards[0];

    public ScampConnection Client { get; }

    public static byte[] Image { get; } = ReadImage();

    public static async Task<ChipBench> StartAsync(Func<VirtualMachineOptions, VirtualMachineOptions>? change = null, bool boots = true)
    {
        var time = new SimulatedTime();
        var options = new VirtualMachineOptions
        {
            Board = BoardType.Spin3,
            Engine = ChipEngine.Executed,
            Booted = boots,
            Execution = new ExecutionOptions { Image = boots ? Image : default },
            TimeProvider = time,
            Network = new InMemoryNetwork(time),
        };
        VirtualMachine machine = await VirtualMachine.StartAsync(change?.Invoke(options) ?? options);
        ScampConnection client = await ScampConnection.ConnectAsync(machine.Boards[0].EndPoint, new ScampConnectionOptions { Network = machine.Options.Network, TimeProvider = time });
        return new ChipBench(time, machine, client);
    }

    /// <summary>Lets the clock go on until something has ended.</summary>
    public Task<T> Run<T>(ValueTask<T> what) => Time.RunUntilAsync(what.AsTask()).WaitAsync(TimeSpan.FromMinutes(2));

    /// <summary>Lets the clock go on until something has ended.</summary>
    public Task Run(ValueTask what) => Time.RunUntilAsync(what.AsTask()).WaitAsync(TimeSpan.FromMinutes(2));

    public Task<uint> ReadWord(int x, int y, uint address) => Run(Client.ReadWordAsync(new CoreLocation((byte)x, (byte)y, 0), address));

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        Exception? defect = Machine.LastDefect;
        await Machine.DisposeAsync();
        Assert.That(defect, Is.Null);
    }

    private static byte[] ReadImage()
    {
        using Stream stream = typeof(ChipBench).Assembly.GetManifestResourceStream("boot-image.bin")!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
