using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Booting;

/// <summary>How a board is booted; read-only from its first use on.</summary>
/// <remarks>Times are more than 0, and up to a day. Protocol: boot.md, "When a board is ready".</remarks>
public sealed record BootOptions : SpinnakerOptions
{
    /// <summary>The kind of board, 1 to 5 for SpiNN-1 to SpiNN-5. By default it is not known, which costs nothing but the right LEDs.</summary>
    public int? BoardVersion
    {
        get;
        set
        {
            BootBoard.OfVersion(value);
            field = Writable(value);
        }
    }

    /// <summary>After how many silent ticks, 1 to 255, monitors take a core for dead: they switch it off, and its state is <see cref="CoreState.Watchdog"/>. 0 switches this watchdog off: then
    /// a core that has its interrupts off, or hangs with them, stays <see cref="CoreState.Running"/> for ever. The default is 3, as that of the monitors themselves; the Python SpiNNMan boots with 0.</summary>
    /// <remarks>A monitor asks one core every 10 ms, so that a core is missed for the third time after about half a second. <c>transceiver.Chips.SetWatchdogAsync</c> changes it later.
    /// Protocol: boot.md, "System variables at boot".</remarks>
    public int SoftwareWatchdog
    {
        get;
        set
        {
            InvalidParameterException.ThrowIfOutside(value, 0, byte.MaxValue, nameof(SoftwareWatchdog));
            field = Writable(value);
        }
    } = 3;

    /// <summary>Values for single system variables, which replace all others, <see cref="SoftwareWatchdog"/> included. The default is none.</summary>
    public IReadOnlyDictionary<SystemVariable, ulong>? Variables { get; set => field = Writable(value); }

    /// <summary>Whether the image is sent without asking first whether the board is running already. The default is no.</summary>
    /// <remarks>A board that runs ignores the image until it is reset or its power is cycled. This is reported as an error.</remarks>
    public bool Force { get; set => field = Writable(value); }

    /// <summary>How often the whole image is sent, 1 to 1000, before the board counts as silent. The default is 3.</summary>
    /// <remarks>A board that lost blocks of it takes only those the next time.</remarks>
    public int Rounds
    {
        get;
        set => field = Writable(OptionChecks.Within(value, 1, 1000));
    } = 3;

    /// <summary>How long an answer to one question for the version is waited for, resends included. The default is 1 s.</summary>
    public TimeSpan AnswerLimit { get; set => field = Writable(OptionChecks.Positive(value)); } = TimeSpan.FromSeconds(1);

    /// <summary>How long a board may be silent after its image was sent, before it is sent again. The default is 5 s: boards take about 2 s to
    /// bring their Ethernet up.</summary>
    public TimeSpan SilenceLimit { get; set => field = Writable(OptionChecks.Positive(value)); } = TimeSpan.FromSeconds(5);

    /// <summary>How long a board may take from its first answer until it is ready. The default is 60 s: the largest machines take 20 s.</summary>
    public TimeSpan ReadyLimit { get; set => field = Writable(OptionChecks.Positive(value)); } = TimeSpan.FromSeconds(60);

    /// <summary>The pause between two questions. The default is 100 ms.</summary>
    public TimeSpan PollInterval { get; set => field = Writable(OptionChecks.Positive(value)); } = TimeSpan.FromMilliseconds(100);

    /// <summary>The clock that everything is timed by. The default is the system's.</summary>
    public TimeProvider TimeProvider { get; set => field = Writable(OptionChecks.NotNull(value)); } = TimeProvider.System;

    /// <summary>All values that replace those of a plain boot.</summary>
    internal IReadOnlyDictionary<SystemVariable, ulong> AllVariables
    {
        get
        {
            var all = new Dictionary<SystemVariable, ulong> { [SystemVariable.SoftwareWatchdogCount] = (ulong)SoftwareWatchdog };
            foreach ((SystemVariable variable, ulong value) in Variables ?? new Dictionary<SystemVariable, ulong>())
                all[variable] = value;

            return all;
        }
    }
}
