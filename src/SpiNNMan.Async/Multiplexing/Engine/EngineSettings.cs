namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>The settings of a request engine, from the options of a connection.</summary>
internal record EngineSettings
{
    /// <summary>A board is not given up before so many attempts, one after the other, were listened for in vain.</summary>
    public const int LeastTries = 3;

    /// <summary>How many lost requests a small window has room for beside it.</summary>
    private const int LeastBesideWindow = 8;

    public required int MaxWindow { get; init; }

    public required TimeSpan InitialTimeout { get; init; }

    public required TimeSpan MinTimeout { get; init; }

    public required TimeSpan MaxTimeout { get; init; }

    public required TimeSpan GiveUpAfter { get; init; }

    public required int ResendWhenOvertakenBy { get; init; }

    /// <summary>The greatest number of requests in flight to one chip, other than the Ethernet chip of the board.</summary>
    public required int RemoteChipWindow { get; init; }

    /// <summary>The board, as errors name it.</summary>
    public required string Peer { get; init; }

    /// <summary>The most requests in flight, with those that take no place of the window any more. Such a request is lost and must not be repeated.</summary>
    public int MostInFlight => MaxWindow + Math.Max(MaxWindow, LeastBesideWindow);
}
