namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The monitor would follow a spoilt list for ever; it is caught where commands are carried out, and hangs the monitor.</summary>
internal sealed class EndlessLoopException : Exception
{
    public EndlessLoopException()
        : base("A list in the chip's memory has no end.")
    {
    }
}
