using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Tests.Support;

internal static class VirtualMachineAssert
{
    public static void FailureNames(BoardBench bench, ChipLocation chip, params string[] parts)
    {
        string? failure = bench.Board.Chips.Single(other => other.Location == chip).Failure;
        Assert.That(failure, Is.Not.Null);
        foreach (string part in parts)
            Assert.That(failure, Does.Contain(part));
    }
}
