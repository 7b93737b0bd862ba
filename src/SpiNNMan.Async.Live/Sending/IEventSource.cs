using SpiNNMan.Async.Live.Databases;

namespace SpiNNMan.Async.Live.Sending;

/// <summary>Events to be sent, as callers name them: looked up where they are sent, without a copy.</summary>
internal interface IEventSource
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>Finds an event.</summary>
    /// <returns>Whether it is one of this part's.</returns>
    bool TryGet(int index, PartKeys part, out uint key, out uint? payload);

    /// <summary>Finds the keys of events that follow each other, together, which is quicker.</summary>
    /// <returns>How many are this part's and have no payload, from the first on. 0 when they must be looked up one by one.</returns>
    int TryGetKeys(int first, PartKeys part, Span<uint> keys);

    /// <summary>Says what is wrong with an event that is in no part.</summary>
    Exception Explain(int index, Population population);
}
