using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>The effects of an event of the engine, in lists that are reused. The caller of the event carries them out without a lock.</summary>
internal sealed class Effects
{
    /// <summary>Requests that have ended, each with a reply or an error. Without either, the entry is only released.</summary>
    public List<Completion> Completions { get; } = [];

    /// <summary>Recoveries that begin, if they have no outcome, or that get the outcome of their attempt.</summary>
    public List<(RecoveryState Recovery, AttemptOutcome? Outcome)> Recoveries { get; } = [];

    /// <summary>Transfers, each with a number of pieces that are over and have no completion of their own.</summary>
    public List<(TransferEntry Transfer, int Pieces)> Finished { get; } = [];

    /// <summary>Transfers that end with an error before their turn came.</summary>
    public List<(TransferEntry Transfer, int Generation, Exception Error)> Stopped { get; } = [];

    /// <summary>The chip with the Ethernet of the board, if it is to be asked whether the board is there.</summary>
    public ChipLocation? Asked { get; set; }

    public bool IsEmpty => Completions.Count + Recoveries.Count + Finished.Count + Stopped.Count == 0 && Asked is null;

    /// <summary>A transfer ends before its turn came. Before the effect is carried out, the transfer may end in another way, and be reused.</summary>
    public void Stop(TransferEntry transfer, Exception error) => Stopped.Add((transfer, transfer.Generation, error));

    public void Complete(RequestEntry entry, Datagram reply) => Completions.Add(new Completion(entry, reply, Error: null));

    public void Fail(RequestEntry entry, Exception error) => Completions.Add(new Completion(entry, Reply: null, error));

    public void Release(RequestEntry entry) => Completions.Add(new Completion(entry, Reply: null, Error: null));

    public void Clear()
    {
        Completions.Clear();
        Recoveries.Clear();
        Finished.Clear();
        Stopped.Clear();
        Asked = null;
    }

    /// <summary>The end of one request.</summary>
    internal readonly record struct Completion(RequestEntry Entry, Datagram? Reply, Exception? Error);
}
