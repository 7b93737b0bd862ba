using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Testing.Tests.Documentation;

/// <summary>The programs of the guide about testing that use this package.</summary>
[TestFixture]
internal sealed class GuideSnippets
{
    [Test, CancelAfter(60_000)]
    public async Task Simulated(CancellationToken cancellationToken)
    {
        // CODE_SECTION:testing-simulated:START
        await using TestMachine machine = await TestMachine.StartAsync(cancellationToken);
        Transceiver transceiver = await machine.OpenAsync(cancellationToken);
        machine.WriteMemory(new ChipLocation(1, 1), 0x60300000, [42, 0, 0, 0]);

        uint counter = await machine.RunAsync(token => Counters.ReadAsync(transceiver, new ChipLocation(1, 1), token), cancellationToken);

        // CODE_SECTION:testing-simulated:END
        Assert.That(counter, Is.EqualTo(42));
    }

    [Test, CancelAfter(60_000)]
    public async Task Received(CancellationToken cancellationToken)
    {
        await using TestMachine machine = await TestMachine.StartAsync(cancellationToken);
        Transceiver transceiver = await machine.OpenAsync(cancellationToken);

        // CODE_SECTION:testing-received:START
        machine.Received.Clear();   // forgets what opening the machine has sent
        await machine.RunAsync(token => Counters.ResetAsync(transceiver, new ChipLocation(1, 1), token), cancellationToken);

        machine.Received.ShouldContainWrite(new ChipLocation(1, 1), 0x60300000, [0, 0, 0, 0]);
        machine.Received.ShouldContain(ScpCommand.Write, times: 1);
        Console.WriteLine(machine.Received);   // all requests, a line each

        // CODE_SECTION:testing-received:END
    }

    [Test, CancelAfter(60_000)]
    public async Task Scripted(CancellationToken cancellationToken)
    {
        await using TestMachine machine = await TestMachine.StartAsync(cancellationToken);
        Transceiver transceiver = await machine.OpenAsync(cancellationToken);

        // CODE_SECTION:testing-scripted:START
        machine.Script.Lose(ScpCommand.Read);                                    // the next one gets no reply
        machine.Script.Refuse(ScpCommand.Read, ScpResult.P2PBusy, times: 2);      // then two are refused
        machine.Script.Answer(ScpCommand.Read, new byte[] { 7, 0, 0, 0 });        // then one gets this

        uint counter = await machine.RunAsync(token => Counters.ReadAsync(transceiver, new ChipLocation(1, 1), token), cancellationToken);

        // CODE_SECTION:testing-scripted:END
        Assert.That(counter, Is.EqualTo(7));
    }

    // CODE_SECTION:testing-faults:START
    [TestCaseSource(typeof(TestFaults), nameof(TestFaults.Harmless)), CancelAfter(60_000)]
    public async Task Counters_are_read_whatever_the_network_does(string fault, CancellationToken cancellationToken)
    {
        await using TestMachine machine = await TestMachine.StartAsync(cancellationToken);
        Transceiver transceiver = await machine.OpenAsync(cancellationToken);
        machine.SetFault(fault);   // loss, duplicate, reorder, delay, jitter: each in a test of its own

        uint counter = await machine.RunAsync(token => Counters.ReadAsync(transceiver, new ChipLocation(1, 1), token), cancellationToken);

        Assert.That(counter, Is.Zero);
    }

    // CODE_SECTION:testing-faults:END
    private static class Counters
    {
        public static async Task<uint> ReadAsync(Transceiver transceiver, ChipLocation chip, CancellationToken cancellationToken) =>
            await transceiver.Memory.ReadWordAsync(chip, 0x60300000, cancellationToken);

        public static async Task ResetAsync(Transceiver transceiver, ChipLocation chip, CancellationToken cancellationToken) =>
            await transceiver.Memory.WriteWordAsync(chip, 0x60300000, 0, cancellationToken);
    }
}
