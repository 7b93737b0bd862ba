using System.Globalization;
using System.Net;
using System.Text;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Benchmarks.Machine;

/// <summary>How close transfers to all boards of a frame come to what its boards can do, on a simulated clock: the same figures each time, whatever computer it runs on.</summary>
internal static class TransferFigure
{
    private const int Size = 1 << 20;
    private const uint Address = 0x60400000;
    private static readonly IPAddress s_address = IPAddress.Parse("10.0.0.1");

    public static async Task<string> MeasureAsync()
    {
        var table = new StringBuilder();
        table.Append(
            """
            A mebibyte from, or to, a chip of each of 24 boards at once. *Possible* is the time in which the monitor of a board, busy all the time, can answer the 4,096 requests.

            | 24 boards at once, 1 MiB each | Possible | Taken | Reached | All boards |
            |---|--:|--:|--:|--:|

            """);
        foreach (bool isRemote in new[] { false, true })
        {
            foreach (bool isWrite in new[] { false, true })
            {
                (TimeSpan time, TimeSpan best, int boards) = await MeasureAsync(isRemote, isWrite);
                string what = $"{(isWrite ? "write to" : "read from")} {(isRemote ? "another chip of the board" : "the chip with the Ethernet")}";
                table.Append(
                    CultureInfo.InvariantCulture,
                    $"| {what} | {best.TotalMilliseconds:0.0} ms | {time.TotalMilliseconds:0.0} ms | {best / time:0.000} | {(long)boards * Size / time.TotalSeconds / 1e6:0.0} MB/s |\n");
            }
        }

        return table.ToString();
    }

    private static async Task<(TimeSpan Time, TimeSpan Best, int Boards)> MeasureAsync(bool isRemote, bool isWrite)
    {
        var time = new SimulatedTime();
        var network = new InMemoryNetwork(time);
        ServiceTime service = ServiceTime.Hardware;
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions
        {
            Triads = new TriadArrangement(4, 2),
            BindAddress = s_address,
            UseTruePorts = true,
            Network = network,
            TimeProvider = time,
            ServiceTime = service,
        });
        var options = new TransceiverOptions
        {
            Connection = new ScampConnectionOptions { Network = network, TimeProvider = time, RunContinuationsAsynchronously = false },
        };
        Transceiver transceiver = await time.RunUntilAsync(Transceiver.OpenAsync(new IPEndPoint(s_address, ScpMessage.Port), options));
        ChipLocation[] chips = [.. transceiver.Machine.EthernetChips.Select(board => isRemote ? transceiver.Machine.ChipsOfBoard(board.Location).Last().Location : board.Location)];

        TimeSpan start = time.Elapsed;
        var data = new byte[Size];
        await time.RunUntilAsync(isWrite
            ? transceiver.Memory.WriteAsync([.. chips.Select(chip => new MemoryWrite(chip, Address, data))])
            : transceiver.Memory.ReadAsync([.. chips.Select(static chip => new MemoryRead(chip, Address, new byte[Size]))]));
        TimeSpan taken = time.Elapsed - start;
        await time.RunUntilAsync(transceiver.DisposeAsync().AsTask());

        TimeSpan piece = service.PerMessage + (ScpMessage.MaxDataSize * service.PerByte);
        if (isRemote)
            piece += service.RemotePerMessage + (ScpMessage.MaxDataSize * service.RemotePerByte);

        return (taken, piece * (Size / ScpMessage.MaxDataSize), chips.Length);
    }
}
