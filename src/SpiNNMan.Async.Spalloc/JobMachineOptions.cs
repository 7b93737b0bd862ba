using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Spalloc;

/// <summary>How the machine of a job is opened; read-only from its first use on.</summary>
public sealed record JobMachineOptions : SpinnakerOptions
{
    /// <summary>How a machine is opened and talked to. Give it a <see cref="TransceiverOptions.BootImage"/>: boards are lent powered, and not booted.</summary>
    /// <remarks>Through the tunnel the network is the tunnel's. Timeouts begin at no less than the internet needs: the first at 1 s, the longest at 4 s, and giving up at 20 s. Then they follow the round trips.</remarks>
    public TransceiverOptions Transceiver { get; set => field = Writable(OptionChecks.NotNull(value)); } = new();

    /// <summary>Which way to the boards. The default is through the tunnel if the service has one.</summary>
    public JobRoute Route { get; set => field = Writable(OptionChecks.Defined(value)); } = JobRoute.Automatic;

    /// <summary>How often boards that cannot be booted are switched off and on to try again, 0 to 10. The default is 1.</summary>
    public int PowerCycles { get; set => field = Writable(OptionChecks.Within(value, 0, 10)); } = 1;

    /// <summary>Whether a board that cannot be booted then is reported as broken. The default is <see langword="true"/>.</summary>
    public bool ReportBroken { get; set => field = Writable(value); } = true;

    /// <summary>How many other jobs are taken, one after the other, in place of one whose machine cannot be booted, 0 to 10. The default is 0. Not for jobs that were taken over.</summary>
    public int Replacements { get; set => field = Writable(OptionChecks.Within(value, 0, 10)); }

    /// <summary>Told how the allocation of a replacement comes on. The default is nobody.</summary>
    public IProgress<AllocationProgress>? Progress { get; set => field = Writable(value); }

    /// <inheritdoc/>
    protected override IEnumerable<SpinnakerOptions> Parts => [Transceiver];
}
