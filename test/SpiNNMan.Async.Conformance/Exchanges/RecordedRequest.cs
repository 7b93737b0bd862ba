namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>A request of a recording: each time it was sent, what came back.</summary>
/// <param name="Connection">Over which connection.</param>
/// <param name="Datagram">What was sent.</param>
internal sealed record RecordedRequest(string Connection, byte[] Datagram)
{
    /// <summary>What came back each time; <see langword="null"/> for nothing.</summary>
    public List<byte[]?> Answers { get; } = [];

    /// <summary>How many boot messages had been sent before.</summary>
    public int BootMessagesBefore { get; init; }

    public RequestContent Content => new(Datagram);
}
