namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The memory that chips which were booted together have taken from the budget. It is returned when they are gone.</summary>
internal sealed class PageAccount(PageBudget budget)
{
    private long _taken;
    private bool _closed;

    public void Take(int bytes)
    {
        budget.Take(bytes);
        _taken += bytes;
        if (_closed)
            Close();
    }

    /// <summary>Returns everything.</summary>
    public void Close()
    {
        _closed = true;
        budget.Return(_taken);
        _taken = 0;
    }
}
