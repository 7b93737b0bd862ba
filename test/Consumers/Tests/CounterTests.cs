using NUnit.Framework;
using SpiNNMan.Async;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Testing;

namespace Tests;

public class CounterTests
{
    [TestCaseSource(typeof(TestFaults), nameof(TestFaults.Harmless))]
    public async Task A_word_comes_back_whatever_the_network_does(string fault)
    {
        await using TestMachine machine = await TestMachine.StartAsync();
        Transceiver transceiver = await machine.OpenAsync();
        machine.Received.Clear();
        machine.SetFault(fault);

        await machine.RunAsync(token => transceiver.Memory.WriteWordAsync(new ChipLocation(1, 1), 0x60300000, 7, token));

        machine.Received.ShouldContainWrite(new ChipLocation(1, 1), 0x60300000, [7, 0, 0, 0]);
        Assert.That(machine.ReadMemory(new ChipLocation(1, 1), 0x60300000, 4), Is.EqualTo(new byte[] { 7, 0, 0, 0 }));
    }
}
