using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Connections;

/// <summary>How a connection to a board's boot ROM behaves; read-only from its first use on.</summary>
public sealed record BootConnectionOptions : ConnectionOptions
{
    /// <summary>The defaults.</summary>
    public BootConnectionOptions() => MaxDatagramSize = 1500;

    /// <summary>How long to pause after each message, for the board to take it in: it acknowledges nothing; up to a day. The default is 100 ms.</summary>
    public TimeSpan Pause
    {
        get;
        set => field = Writable(OptionChecks.NotNegative(value));
    } = BootImage.PauseAfterMessage;
}
