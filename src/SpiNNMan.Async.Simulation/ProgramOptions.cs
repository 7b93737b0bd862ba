using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Simulation;

/// <summary>Whether and how a virtual machine executes images that no rule fits.</summary>
/// <remarks>Protocol: virtual-machine.md, "Executed programs".</remarks>
public sealed record ProgramOptions : SpinnakerOptions
{
    /// <summary>Whether images are executed that no rule fits and that say where to begin. The default is <see langword="true"/>; otherwise they run and do nothing.</summary>
    public bool IsOn { get; set => field = Writable(value); } = true;

    /// <summary>How much memory chips whose cores execute may take together, in bytes, 1 GiB to 1 PiB. Each counts for all that its programs could write, some 130 MiB, but takes memory of this
    /// computer only as they do. A core of a chip too many fails with run-time error 10. The default is 16 GiB, for 125 chips.</summary>
    public long MemoryLimit { get; set => field = Writable(OptionChecks.Within(value, 1L << 30, 1L << 50)); } = 16L << 30;

    /// <summary>How large a part of one core of this computer executing may take, 0.01 to 1, when the clock is the system's; cores that need more fall behind. The rest of the machine has a sixth
    /// of the time in any case. The default is 0.8.</summary>
    public double HostLoad
    {
        get;
        set => field = Writable(value is >= 0.01 and <= 1 ? value : throw new InvalidParameterException(nameof(HostLoad), value, "it must be 0.01 to 1"));
    } = 0.8;
}
