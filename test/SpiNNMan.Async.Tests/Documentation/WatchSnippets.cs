using System.Net;
using SpiNNMan.Async.Health;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>The programs on the page about watching machines.</summary>
internal sealed class WatchSnippets
{
    [Test, CancelAfter(30_000)]
    public async Task Watching(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        machine.WriteMemory(new ChipLocation(1, 1), MemoryMap.GetCoreInfoAddress(2) + 46, [(byte)CoreState.RunTimeException]);
        IPEndPoint host = machine.Boards[0].EndPoint;
        string? told = null;

        // CODE_SECTION:watch:START
        await using Transceiver transceiver = await Transceiver.OpenAsync(host, cancellationToken);
        var options = new WatchOptions { Interval = TimeSpan.FromSeconds(1), MaxShare = 0.02 };
        await foreach (MachineHealth health in transceiver.WatchAsync(options, cancellationToken))
        {
            Console.WriteLine($"{health.PacketsPerSecond:N0} packets/s, costs {health.Share:P2} of a board's time");
            foreach (HealthProblem problem in health.Problems)
                Console.WriteLine($"since {problem.Since:T}: {problem.Message}");

            told = health.Problems.FirstOrDefault()?.Message;
            if (told is not null)
                break;
        }

        // CODE_SECTION:watch:END
        Assert.That(told, Is.EqualTo("core 1,1,2 stopped with a run-time error"));
    }
}
