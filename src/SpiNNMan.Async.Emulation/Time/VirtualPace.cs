namespace SpiNNMan.Async.Emulation.Time;

/// <summary>How fast virtual time passes.</summary>
/// <param name="Factor">Virtual seconds in one second; 0 is as fast as possible.</param>
internal readonly record struct VirtualPace(double Factor)
{
    /// <summary>As fast as the host can.</summary>
    public static VirtualPace AsFastAsPossible => new(0);

    /// <summary>As fast as a real machine.</summary>
    public static VirtualPace RealTime => new(1);

    /// <summary>Whether the host never rests.</summary>
    public bool IsUnlimited => Factor == 0;
}
