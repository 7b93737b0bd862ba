using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Bmp;

namespace SpiNNMan.Async.Boards;

/// <summary>How boards are switched and watched through their BMPs; read-only from its first use on.</summary>
/// <remarks>Protocol: bmp.md, "Power".</remarks>
public sealed record BmpControllerOptions : SpinnakerOptions
{
    /// <summary>How the connections to BMPs behave; network and clock are taken from here.</summary>
    public BmpConnectionOptions Connection { get; set => field = Writable(OptionChecks.NotNull(value)); } = new();

    /// <summary>How long boards that this controller switched off stay off before it switches them on again, up to a day. The default is 30 s: their
    /// charge drains slowly, and boards that are switched on too early may hang.</summary>
    public TimeSpan MinimumOffTime { get; set => field = Writable(OptionChecks.NotNegative(value)); } = DefaultTimes.PowerCycleWait;

    /// <summary>How long boards are left alone after they were switched on, before it counts as done, up to a day. The default is 5 s.</summary>
    public TimeSpan AfterPowerOn { get; set => field = Writable(OptionChecks.NotNegative(value)); } = DefaultTimes.AfterPowerOn;

    /// <summary>How long a board waits, times its number, before it switches, so that they do not draw power all at once; up to 65.535 s. The default is zero.
    /// Switching and resetting take the highest number of a board times this longer, and the reply of the BMP is waited for as much longer.</summary>
    public TimeSpan PowerDelay { get; set => field = Writable(OptionChecks.Within(value, TimeSpan.Zero, SetPower.MaxDelay)); }

    /// <inheritdoc/>
    protected override IEnumerable<SpinnakerOptions> Parts => [Connection];
}
