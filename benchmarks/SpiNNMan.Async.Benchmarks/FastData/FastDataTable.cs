using System.Globalization;
using System.Text;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory.Streaming;

namespace SpiNNMan.Async.Benchmarks.FastData;

/// <summary>How fast memory is streamed on the model of time, beside SCP and beside a model of existing clients: the same figures each time, whatever computer it runs on.</summary>
internal static class FastDataTable
{
    /// <summary>The argument that asks for it.</summary>
    public const string Argument = "fast-data";

    private const string FileName = "fast-data.md";
    private const int Size = 4 << 20;
    private const double OutOfModel = 42.24;
    private const double IntoModel = 41.6;
    private const double OutOfWire = 78.1;
    private const double IntoWire = 74.7;
    private const double Loss = 0.01;

    /// <summary>Measures all, and writes the page.</summary>
    public static async Task<int> RunAsync(string directory)
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Fast data

            Made by `dotnet run --project benchmarks/SpiNNMan.Async.Benchmarks -c Release -- fast-data`. Time here is that of a simulated clock. It moves as the boards of the virtual machine and the network (50 us each way)
            take time, and the host takes none, so the figures are the same on every computer. The model: the wire carries 100 Mb/s each way, and the monitor of a board works 50 us on each datagram that it forwards to or from the
            gatherer, one after the other. That lets 42.2 Mb/s out and 41.6 Mb/s in. In the last table the monitor takes no time, and the wire lets 78.1 Mb/s out and 74.7 Mb/s in. No board was measured.

            4 MiB each; Mb/s are the bytes of the caller in the time of the caller. SCP is that of this library (window of eight). *Existing clients* are modelled, not run: they wait 2 s for what does not come, as their sources
            say, and ask for up to 527 datagrams in a list; at no loss they wait for nothing.


            """);
        await AppendModelAsync(page);
        await AppendBoardsAsync(page);
        await AppendWireAsync(page);
        string path = Path.Combine(directory, FileName);
        await File.WriteAllTextAsync(path, page.ToString());
        Console.WriteLine(page);
        return 0;
    }

    private static async Task AppendModelAsync(StringBuilder page)
    {
        page.Append(
            """
            ## 50 us for each datagram

            | What | Loss | Mb/s | Of the model | Must | SCP, Mb/s | Existing clients, Mb/s |
            |---|--:|--:|--:|--:|--:|--:|

            """);
        foreach (double loss in new[] { 0, Loss })
        {
            await using FastDataMachine machine = await FastDataMachine.OpenAsync(boards: 1, microseconds: 50, loss);
            foreach (ChipLocation chip in new ChipLocation[] { new(0, 0), new(3, 2) })
            {
                foreach (bool isWrite in new[] { false, true })
                {
                    double reached = (await machine.StreamAsync([chip], isWrite, Size)).MegabitsPerSecond;
                    double plain = await machine.TransferAsync(chip, isWrite, Size / 8);
                    double model = isWrite ? IntoModel : OutOfModel;
                    double must = loss == 0 ? 0.90 : 0.95;
                    page.Append(
                        CultureInfo.InvariantCulture,
                        $"| {(isWrite ? "into" : "out of")} {(chip == new ChipLocation(0, 0) ? "the chip with the Ethernet" : "another chip")} | {loss:0 %} | {reached:0.0} | {reached / model:0.000} | {must:0.00} | {plain:0.0} | {ExistingClients.MegabitsPerSecond(Size, isWrite, loss):0.0} |\n");
                }
            }
        }
    }

    private static async Task AppendBoardsAsync(StringBuilder page)
    {
        page.Append(
            """

            ## All boards at once

            1 MiB from, or to, another chip of each board.

            | What | Mb/s, all boards | Of the model | Must |
            |---|--:|--:|--:|

            """);
        foreach ((int boards, string name) in new[] { (3, "three"), (24, "24") })
        {
            await using FastDataMachine machine = await FastDataMachine.OpenAsync(boards, microseconds: 50, loss: 0);
            Transceiver transceiver = machine.Transceiver;
            ChipLocation[] chips = [.. transceiver.Machine.EthernetChips.Select(board => transceiver.Machine.ChipsOfBoard(board.Location).ElementAt(20).Location)];
            foreach (bool isWrite in new[] { false, true })
            {
                StreamingStatistics all = await machine.StreamAsync(chips, isWrite, Size / 4);
                double model = chips.Length * (isWrite ? IntoModel : OutOfModel);
                page.Append(CultureInfo.InvariantCulture, $"| {(isWrite ? "into" : "out of")} {name} boards | {all.MegabitsPerSecond:0.0} | {all.MegabitsPerSecond / model:0.000} | 0.90 |\n");
            }
        }
    }

    private static async Task AppendWireAsync(StringBuilder page)
    {
        page.Append(
            """

            ## The wire alone

            | What | Mb/s | Of the wire | Must, Mb/s |
            |---|--:|--:|--:|

            """);
        await using FastDataMachine machine = await FastDataMachine.OpenAsync(boards: 1, microseconds: 0, loss: 0);
        foreach (bool isWrite in new[] { false, true })
        {
            StreamingStatistics one = await machine.StreamAsync([new ChipLocation(3, 2)], isWrite, Size);
            page.Append(CultureInfo.InvariantCulture, $"| {(isWrite ? "into" : "out of")} another chip | {one.MegabitsPerSecond:0.0} | {one.MegabitsPerSecond / (isWrite ? IntoWire : OutOfWire):0.000} | {(isWrite ? 55 : 60)} |\n");
        }
    }
}
