namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>Shows a rate of traffic as one character.</summary>
internal static class TrafficBar
{
    private const string Levels = " ▁▂▃▄▅▆▇█";

    /// <summary>A bar that grows with the logarithm of the rate. It is full at about ten thousand a second.</summary>
    public static char Of(double rate) => rate <= 0 ? Levels[0] : Levels[Math.Clamp(1 + (int)(1.75 * Math.Log10(rate)), 1, Levels.Length - 1)];
}
