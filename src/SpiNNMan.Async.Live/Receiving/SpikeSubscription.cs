namespace SpiNNMan.Async.Live.Receiving;

/// <summary>A reader, and the labels that it wants.</summary>
internal sealed record SpikeSubscription(bool[] Wanted, bool WantsAll, SpikeQueue Queue);
