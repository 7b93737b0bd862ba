namespace SpiNNMan.Async.Emulation.Debugging.Targets;

/// <summary>Lets whoever runs a machine and whoever looks at it in turn. Neither waits for more than one turn of the other, however soon that one comes again.</summary>
internal sealed class RunGate
{
    private readonly Lock _next = new();
    private readonly Lock _inside = new();

    /// <summary>Waits for one's turn. Who is inside may enter again.</summary>
    /// <returns>Ends the turn when it is disposed, by the same thread.</returns>
    public Lock.Scope Enter()
    {
        if (_inside.IsHeldByCurrentThread) return _inside.EnterScope();
        lock (_next) return _inside.EnterScope();
    }
}
