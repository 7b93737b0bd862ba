using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.EmulationBenchmarks;

/// <summary>Virtual boards whose cores execute programs: how much of this computer a second of theirs takes. The clock is simulated, so that what else this computer has to do slows nothing down but the measuring.</summary>
internal static class WholeMachines
{
    private const int CoresOfChip = 16;
    private const uint Counter = 0x74;

    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(10);

    /// <summary>Measures a machine, and writes three numbers: processor seconds, milliseconds that all cores together have counted, and bytes of memory.</summary>
    /// <param name="program">The program on all cores.</param>
    /// <param name="chips">How many chips execute it.</param>
    /// <param name="measured">How long they are measured.</param>
    public static async Task MeasureAsync(string program, int chips, TimeSpan measured)
    {
        var time = new SimulatedTime();
        var network = new InMemoryNetwork(time);
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Board = BoardType.Spin5, TimeProvider = time, Network = network });
        var options = new TransceiverOptions { Connection = new ScampConnectionOptions { Network = network, TimeProvider = time, RunContinuationsAsynchronously = false } };
        Transceiver transceiver = await time.RunUntilAsync(Transceiver.OpenAsync(machine.Boards[0].EndPoint, options));
        CoreLocation[] cores =
        [
            .. transceiver.Machine.Chips.Select(static chip => chip.Location).OrderBy(static chip => (chip.X, chip.Y)).Take(chips)
                .SelectMany(static chip => Enumerable.Range(1, CoresOfChip).Select(core => new CoreLocation(chip, (byte)core))),
        ];
        byte[] image = await File.ReadAllBytesAsync(Workload.PathOf(program + ".aplx"));
        await time.RunUntilAsync(transceiver.Applications.StartAsync(new ApplicationImage(image), cores));
        time.Advance(s_settling);

        TimeSpan used = Environment.CpuUsage.TotalTime;
        long counted = Count(machine, cores);
        time.Advance(measured);
        counted = Count(machine, cores) - counted;
        used = Environment.CpuUsage.TotalTime - used;
        using Process process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{used.TotalSeconds} {counted} {process.WorkingSet64}"));
    }

    /// <summary>Loads a program onto all chips of a board on the clock of this computer, where executing may take all it wants, and writes how many seconds that takes, and how many milliseconds a request then.</summary>
    /// <param name="program">The program on all cores.</param>
    /// <param name="hostLoad">The part of a host core that executing may take.</param>
    public static async Task LoadAsync(string program, double hostLoad)
    {
        const int requests = 50;
        var network = new InMemoryNetwork();
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Board = BoardType.Spin5, Network = network, Programs = new ProgramOptions { HostLoad = hostLoad } });
        var options = new TransceiverOptions { Connection = new ScampConnectionOptions { Network = network } };
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, options);
        CoreLocation[] cores = [.. transceiver.Machine.Chips.SelectMany(static chip => Enumerable.Range(1, CoresOfChip).Select(core => new CoreLocation(chip.Location, (byte)core)))];
        byte[] image = await File.ReadAllBytesAsync(Workload.PathOf(program + ".aplx"));
        var watch = Stopwatch.StartNew();
        await transceiver.Applications.StartAsync(new ApplicationImage(image), cores);
        double loaded = watch.Elapsed.TotalSeconds;
        watch.Restart();
        for (int request = 0; request < requests; request++) await transceiver.GetConnection(cores[0].Chip).GetVersionAsync(new CoreLocation(cores[0].Chip, 0));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{loaded} {watch.Elapsed.TotalMilliseconds / requests}"));
    }

    private static long Count(VirtualMachine machine, CoreLocation[] cores)
    {
        long sum = 0;
        Span<byte> word = stackalloc byte[sizeof(uint)];
        foreach (CoreLocation core in cores)
        {
            machine.ReadMemory(core.Chip, MemoryMap.GetCoreInfoAddress(core.Core) + Counter, word);
            sum += BinaryPrimitives.ReadUInt32LittleEndian(word);
        }

        return sum;
    }
}
