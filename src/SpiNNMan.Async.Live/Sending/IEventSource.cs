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

    /// <summary>Says what is wrong with an event that is in no part.</summary>
    Exception Explain(int index, Population population);
}
