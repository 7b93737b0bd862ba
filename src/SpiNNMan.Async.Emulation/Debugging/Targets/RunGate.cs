namespace SpiNNMan.Async.Emulation.Debugging.Targets;

/// <summary>Lets whoever runs a machine and whoever looks at it in turn. Neither waits for more than one turn of the other, however soon that one comes again.</summary>
/// <param name="inside">The lock that is held inside: that of the machine, if it has one already.</param>
internal sealed class RunGate(Lock inside)
{
    private readonly Lock _next = new();

    /// <summary>Makes a gate with a lock of its own.</summary>
    public RunGate()
        : this(new Lock())
    {
    }

    /// <summary>Waits for one's turn. Who is inside may enter again.</summary>
    /// <returns>Ends the turn when it is disposed, by the same thread.</returns>
    public Lock.Scope Enter()
    {
        if (inside.IsHeldByCurrentThread) return inside.EnterScope();
        lock (_next) return inside.EnterScope();
    }
}
