namespace SpiNNMan.Async.Boards;

/// <summary>The waiting times and numbers of tries that host programs use by default. The defaults of options are the same.</summary>
/// <remarks>Protocol: models.md, "Default times".</remarks>
public static class DefaultTimes
{
    /// <summary>How often an SCP request is sent again: 10 times.</summary>
    public const int Retries = 10;

    /// <summary>How often a boot is tried again: 3 times.</summary>
    public const int BootRetries = 3;

    /// <summary>How long an SCP request waits for its reply: 1 second.</summary>
    public static TimeSpan ScpTimeout => TimeSpan.FromSeconds(1);

    /// <summary>How long a request to a BMP waits for its reply: half a second.</summary>
    public static TimeSpan BmpTimeout => TimeSpan.FromSeconds(0.5);

    /// <summary>How long a request to switch boards on waits for its reply: 10 seconds.</summary>
    public static TimeSpan BmpPowerOnTimeout => TimeSpan.FromSeconds(10);

    /// <summary>How long boards are left alone after they were switched on: 5 seconds.</summary>
    public static TimeSpan AfterPowerOn => TimeSpan.FromSeconds(5);

    /// <summary>How long boards stay off when they are switched off and on again: 30 seconds.</summary>
    public static TimeSpan PowerCycleWait => TimeSpan.FromSeconds(30);
}
