namespace SpiNNMan.Async.Machines;

/// <summary>How signals spread.</summary>
internal static class SignalTypes
{
    /// <summary>The type a signal is usually sent with: what reloads or switches off cores from neighbour to neighbour, all else by multicast.</summary>
    /// <remarks>Protocol: scp.md, "Signals".</remarks>
    public static SignalType For(Signal signal) =>
        signal is Signal.Initialise or Signal.PowerDown or Signal.Stop ? SignalType.NearestNeighbour : SignalType.Multicast;
}
