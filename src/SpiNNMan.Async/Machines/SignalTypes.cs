namespace SpiNNMan.Async.Machines;

/// <summary>How signals spread.</summary>
internal static class SignalTypes
{
    /// <summary>The usual type of a signal: signals that reload or switch off cores go from neighbour to neighbour, all others by multicast.</summary>
    /// <remarks>Protocol: scp.md, "Signals".</remarks>
    public static SignalType For(Signal signal) =>
        signal is Signal.Initialise or Signal.PowerDown or Signal.Stop ? SignalType.NearestNeighbour : SignalType.Multicast;
}
