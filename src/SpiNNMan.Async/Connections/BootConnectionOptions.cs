using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Connections;

/// <summary>How a connection to a board's boot ROM behaves; immutable, change it with <c>with</c>.</summary>
public sealed record BootConnectionOptions : ConnectionOptions
{
    /// <summary>The defaults.</summary>
    public BootConnectionOptions() => MaxDatagramSize = 1500;

    /// <summary>How long to pause after each message, for the board to take it in: it acknowledges nothing; up to a day. The default is 100 ms.</summary>
    public TimeSpan Pause
    {
        get;
        init => field = OptionChecks.NotNegative(value);
    } = BootImage.PauseAfterMessage;
}
