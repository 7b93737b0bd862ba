using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Extensions.DependencyInjection;

/// <summary>How the health of a machine is checked; read-only from its first use on.</summary>
public sealed record SpinnakerHealthOptions : SpinnakerOptions
{
    /// <summary>The part of requests that may be lost on the way to a board, 0 to 1, before the machine counts as degraded. The default is 0.05.</summary>
    public double MaxLossRate { get; set => field = Writable(OptionChecks.Share(value)); } = 0.05;

    /// <summary>Whether cores in error are looked for, which asks each chip once. The default is <see langword="true"/>.</summary>
    public bool ChecksCores { get; set => field = Writable(value); } = true;

    /// <summary>How many chips may not answer before the machine counts as degraded, 0 to 65,535. The default is 0.</summary>
    public int MaxSilentChips { get; set => field = Writable(OptionChecks.Within(value, 0, ushort.MaxValue)); }
}
