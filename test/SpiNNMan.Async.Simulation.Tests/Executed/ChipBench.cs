using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp.Applications;

namespace SpiNNMan.Async.Simulation.Tests.Executed;

/// <summary>A machine of executed chips on a simulated clock, with the boot image of test/Programs/BootImage unless said otherwise, and a client.</summary>
internal sealed class ChipBench : IAsyncDisposable
{
    /// <summary>Where the image counts the milliseconds of a core: a word for each.</summary>
    public const uint Counters = 0x60200000;

    /// <summary>Where the image says which links have a chip at the other end, and, after it, which cores it has started.</summary>
    public const uint Neighbours = 0xf5007008;

    /// <summary>Where a program is that the image starts on cores.</summary>
    public const uint Program = 0x67800000;

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
        ScampConnection client = await ScampConnection.ConnectAsync(machine.Boards[0].EndPoint, new ScampConnectionOptions { Network = machine.Options.Network, TimeProvider = time, RunContinuationsAsynchronously = false });
        return new ChipBench(time, machine, client);
    }

    /// <summary>Lets the clock go on until something has ended.</summary>
    public Task<T> Run<T>(ValueTask<T> what) => Time.RunUntilAsync(what.AsTask()).WaitAsync(TimeSpan.FromMinutes(2));

    /// <summary>Lets the clock go on until something has ended.</summary>
    public Task Run(ValueTask what) => Time.RunUntilAsync(what.AsTask()).WaitAsync(TimeSpan.FromMinutes(2));

    public Task<uint> ReadWord(int x, int y, uint address) => Run(Client.ReadWordAsync(new CoreLocation((byte)x, (byte)y, 0), address));

    /// <summary>What is seen of a chip.</summary>
    public ChipSnapshot Chip(int x, int y) => Board.TakeSnapshot().Chips.Single(chip => chip.Location == new ChipLocation((byte)x, (byte)y));

    /// <summary>Sends a datagram to a board, the first unless said otherwise, and waits for what comes back.</summary>
    public async Task<byte[]> Ask(byte[] datagram, VirtualBoard? board = null)
    {
        await using IDatagramSocket socket = TestMachines.Connect(Machine, (board ?? Board).EndPoint);
        socket.Send(datagram);
        Task<byte[]> reply = TestMachines.ReceiveAsync(socket);
        return await Time.RunUntilAsync(reply);
    }

    /// <summary>Lets the clock go on until something is so.</summary>
    public async Task UntilAsync(Func<bool> condition, Func<string> what)
    {
        for (int turn = 0; !condition(); turn++)
        {
            Assert.That(turn, Is.LessThan(10_000), what);
            Time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }
    }

    /// <summary>Lets a program run on cores of a chip, from address 0.</summary>
    public async Task StartProgram(ChipLocation chip, uint cores, params uint[] words)
    {
        byte[] code = [.. words.SelectMany(BitConverter.GetBytes)];
        await Run(Client.WriteMemoryAsync(new CoreLocation(chip, 0), Program, code));
        await Run(Client.ExecuteAsync(new ApplicationRun(chip, 16, CoreSet.FromMask(cores))));
    }

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
