using SpiNNMan.Async.Live.Databases;

namespace SpiNNMan.Async.Live.Receiving;

/// <summary>A message whose keys are all of one range, and whose events have the tick and the payload in common: nearly all messages are.</summary>
/// <param name="keys">The keys.</param>
/// <param name="range">The range that they are of.</param>
/// <param name="common">An event with the label, the tick and the payload of all.</param>
internal readonly ref struct SpikeBlock(ReadOnlySpan<uint> keys, KeyRange range, Spike common)
{
    public ReadOnlySpan<uint> Keys { get; } = keys;

    public KeyRange Range { get; } = range;

    public Spike Common { get; } = common;

    public int Label => Common.Label;

    /// <summary>Makes the events.</summary>
    public static void Expand(ReadOnlySpan<uint> keys, KeyRange range, Spike common, Span<Spike> spikes)
    {
        uint toAtom = (uint)range.FirstAtom - range.FirstKey;
        for (int index = 0; index < keys.Length && index < spikes.Length; index++)
        {
            uint key = keys[index];
            spikes[index] = common with { Key = key, Atom = (int)(key + toAtom) };
        }
    }
}
