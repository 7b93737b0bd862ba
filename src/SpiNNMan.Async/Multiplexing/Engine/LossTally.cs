namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>How much of what was sent was lost; what is long ago counts less and less.</summary>
internal struct LossTally
{
    private const int Memory = 512;

    public double Sent { get; private set; }

    public double Lost { get; private set; }

    /// <summary>The part that was lost, 0 to 1.</summary>
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

    /// <summary>Something was taken to be lost, and was not.</summary>
    public void TakeBack() => Lost = Math.Max(0, Lost - 1);
}
