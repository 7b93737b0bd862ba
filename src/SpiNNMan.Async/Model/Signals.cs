namespace SpiNNMan.Async.Model;

/// <summary>How signals travel.</summary>
public static class Signals
{
    extension(Signal signal)
    {
        /// <summary>How the signal travels: the first three as nearest-neighbour packets, the others as multicast packets.</summary>
        /// <remarks>Protocol: models.md, "Signals".</remarks>
        public SignalType Type => signal <= Signal.Stop ? SignalType.NearestNeighbour : SignalType.Multicast;
    }
}
