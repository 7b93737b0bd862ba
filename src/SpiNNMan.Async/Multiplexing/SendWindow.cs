namespace SpiNNMan.Async.Multiplexing;

/// <summary>How many requests are in flight to a board, and how many may be. Not thread-safe.</summary>
internal sealed class SendWindow(int most)
{
    /// <summary>What a board is known to take: it has eight places for requests that it has not answered.</summary>
    public const int Customary = 8;

    /// <summary>How many may be in flight.</summary>
    public AdaptiveLimit Limit { get; } = new(Math.Min(Customary, most), most);

    public int InFlight { get; private set; }

    public int MostInFlight { get; private set; }

    /// <summary>Whether one more may be in flight, if others take places as well.</summary>
    public bool HasRoomBeside(int others) => InFlight + others < Limit.Value;

    public void Enter()
    {
        InFlight++;
        MostInFlight = Math.Max(MostInFlight, InFlight);
    }

    public void Leave() => InFlight--;
}
