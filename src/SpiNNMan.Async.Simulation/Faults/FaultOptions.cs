using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Simulation.Faults;

/// <summary>The faults of the network between the host and the simulated devices, for each way on its own, and from chip to chip.</summary>
/// <remarks>Protocol: virtual-machine.md, "Faults".</remarks>
public sealed record FaultOptions : SpinnakerOptions
{
    /// <summary>Nothing goes wrong: the default.</summary>
    public static FaultOptions None { get; } = Shared(new FaultOptions());

    /// <summary>The faults on the way to a board or BMP.</summary>
    public LinkFaults Ingress { get; set => field = Writable(OptionChecks.NotNull(value)); } = new();

    /// <summary>The faults on the way from a board or BMP.</summary>
    public LinkFaults Egress { get; set => field = Writable(OptionChecks.NotNull(value)); } = new();

    /// <summary>The same with one of the faults changed, in both directions or one.</summary>
    /// <param name="name">One of <see cref="LinkFaults.Names"/>.</param>
    /// <param name="value">A share, or milliseconds.</param>
    /// <param name="ingress">Whether it is changed on the way in.</param>
    /// <param name="egress">Whether it is changed on the way out.</param>
    /// <exception cref="InvalidParameterException">There is no such fault, or the value is out of range.</exception>
    public FaultOptions With(string name, double value, bool ingress = true, bool egress = true) => this with
    {
        Ingress = ingress ? Ingress.With(name, value) : Ingress,
        Egress = egress ? Egress.With(name, value) : Egress,
    };

    /// <summary>The share of the packets of flood fills that a chip misses, 0 to 1, drawn for each chip and packet. Such a chip does not start, and nobody is told.
    /// The default is 0.</summary>
    /// <exception cref="InvalidParameterException">It is not a share.</exception>
    public double FloodFillLoss
    {
        get;
        set => field = Writable(OptionChecks.Share(value));
    }

    /// <summary>The share of replies to blocks of flood fills that get lost for each further block that waits at the monitor, 0 to 1; the blocks are carried out. The default is 0.
    /// Real monitors were seen to lose 0.05.</summary>
    /// <remarks>It takes a <see cref="ServiceTime"/>, without which no block waits for another.</remarks>
    /// <exception cref="InvalidParameterException">It is not a share.</exception>
    public double FloodReplyLoss
    {
        get;
        set => field = Writable(value is >= 0 and <= 1 ? value : throw new InvalidParameterException(nameof(FloodReplyLoss), value, "it must be from 0 to 1"));
    }

    /// <inheritdoc/>
    protected override IEnumerable<SpinnakerOptions> Parts => [Ingress, Egress];
}
