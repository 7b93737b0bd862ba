using System.Buffers;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Tests.Connections;

/// <summary>Progress is told at most a hundred times and at the end, however many requests a transfer takes.</summary>
[TestFixture]
internal sealed class ProgressReportTests
{
    private const int Length = 300_000;

    [Test, CancelAfter(60_000)]
    public async Task A_transfer_of_many_requests_tells_its_progress_a_hundred_times_at_most([Values] bool inline, [Values] bool whole)
    {
        CancellationToken token = TestContext.CurrentContext.CancellationToken;
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, token);
        var options = new TransceiverOptions { Connection = new ScampConnectionOptions { RunContinuationsAsynchronously = !inline } };
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, options, token);
        var reports = new Reports();

        if (whole)
            await transceiver.Memory.ReadAsync(new CoreLocation(0, 0, 0), 0x6000_0000, Length, new ArrayBufferWriter<byte>(), reports, token);
        else
            await transceiver.GetConnection(new ChipLocation(0, 0)).ReadMemoryAsync(new CoreLocation(0, 0, 0), 0x6000_0000, new byte[Length], reports, token);

        Assert.That(reports.Count, Is.InRange(1, 101));
    }

    private sealed class Reports : IProgress<TransferProgress>
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void Report(TransferProgress value) => Interlocked.Increment(ref _count);
    }
}
