namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>What a request engine needs of a connection's options.</summary>
internal record EngineSettings
{
    /// <summary>A board is not given up before so many attempts, one after the other, were listened for in vain.</summary>
    public const int LeastTries = 3;

    public required int MaxWindow { get; init; }

    public required TimeSpan InitialTimeout { get; init; }

    public required TimeSpan MinTimeout { get; init; }

    public required TimeSpan MaxTimeout { get; init; }

    public required TimeSpan GiveUpAfter { get; init; }

    public required int ResendWhenOvertakenBy { get; init; }

    /// <summary>The most requests in flight to one chip that is not the board's own Ethernet chip.</summary>
    public required int RemoteChipWindow { get; init; }

    /// <summary>The board, as errors name it.</summary>
    public required string Peer { get; init; }
}
