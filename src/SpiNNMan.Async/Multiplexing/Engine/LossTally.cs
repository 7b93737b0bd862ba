namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>The share of lost transmissions. Older ones count less and less.</summary>
internal struct LossTally
{
    private const int Memory = 512;

    public double Sent { get; private set; }

    public double Lost { get; private set; }

    /// <summary>The share, 0 to 1.</summary>
    public readonly double Rate => Sent > 0 ? Lost / Sent : 0;

    public void Add(bool lost)
    {
        if (Sent >= Memory)
        {
            Sent /= 2;
            Lost /= 2;
        }

        Sent++;
        if (lost)
            Lost++;
    }

    /// <summary>A transmission that was counted as lost was not lost.</summary>
    public void TakeBack() => Lost = Math.Max(0, Lost - 1);
}
