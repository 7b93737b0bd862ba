using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Simulation;

/// <summary>How executed chips are run.</summary>
/// <remarks>Protocol: virtual-machine.md, "Executed chips".</remarks>
public sealed record ExecutionOptions : SpinnakerOptions
{
    /// <summary>The most host threads.</summary>
    public const int MostHostThreads = 64;

    /// <summary>The most bytes of an image.</summary>
    public const int MostImageBytes = BootImage.MaxSize;

    /// <summary>The image that a machine starts booted with: 4 to 32,768 bytes, a multiple of 4; it goes through the boot ROM of the first board that works. The default, empty, is none: then the machine
    /// must not start booted.</summary>
    public ReadOnlyMemory<byte> Image
    {
        get;
        set => field = Writable(value.Length <= BootImage.MaxSize && value.Length % 4 == 0
            ? value
            : throw new InvalidParameterException(nameof(Image), value.Length, $"a boot image has at most {BootImage.MaxSize} bytes, in words of four"));
    }

    /// <summary>How many seconds pass for the chips in a second of the machine's clock: 0.001 to 1000, or 0 for as fast as this computer can. The default is 1. A computer that is too slow does not hurry
    /// to catch up: see <see cref="ExecutionReport"/>.</summary>
    public double Pace
    {
        get;
        set => field = Writable(value is 0 or (>= 0.001 and <= 1000) ? value : throw new InvalidParameterException(nameof(Pace), value, "it must be 0.001 to 1000, or 0 for as fast as possible"));
    } = 1;

    /// <summary>How many threads of this computer run chips, 1 to 64. The default is 1. What happens is the same whatever it is.</summary>
    public int HostThreads { get; set => field = Writable(OptionChecks.Within(value, 1, MostHostThreads)); } = 1;

    /// <summary>The part of the time for which the threads that run chips may work, 0.01 to 1. The default is 1.</summary>
    public double HostLoad
    {
        get;
        set => field = Writable(value is >= 0.01 and <= 1 ? value : throw new InvalidParameterException(nameof(HostLoad), value, "it must be 0.01 to 1"));
    } = 1;

    /// <summary>Where to write everything that comes to the chips from outside, so that <see cref="RecordedRun"/> can do the same again. It is not disposed of. The default is nowhere.</summary>
    public TextWriter? Recording { get; set => field = Writable(value); }
}
