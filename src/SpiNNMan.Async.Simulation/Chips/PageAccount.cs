namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>What the chips that were booted together have taken of the budget, to be given back when they are gone.</summary>
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

    /// <summary>Gives everything back.</summary>
    public void Close()
    {
        _closed = true;
        budget.Return(_taken);
        _taken = 0;
    }
}
