namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The monitor would follow a damaged list for ever. The code that executes commands catches this, and hangs the monitor.</summary>
internal sealed class EndlessLoopException : Exception
{
    public EndlessLoopException()
        : base("A list in the chip's memory has no end.")
    {
    }
}
