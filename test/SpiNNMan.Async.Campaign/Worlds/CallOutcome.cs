namespace SpiNNMan.Async.Campaign.Worlds;

/// <summary>How a call ended.</summary>
/// <param name="Value">What it gave, if it ended well.</param>
/// <param name="Error">What it ended with otherwise.</param>
internal readonly record struct CallOutcome<T>(T? Value, Exception? Error)
{
    public bool IsOk => Error is null;
}
