using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>How the model of a machine is made of the answers of its chips; read-only from its first use on.</summary>
/// <remarks>Protocol: models.md, "Making the model of a machine".</remarks>
public sealed record DiscoveryOptions : SpinnakerOptions
{
    /// <summary>The policy for one-way links and for chips that no link leads to. The default is <see cref="RepairPolicy.Repair"/>.</summary>
    public RepairPolicy Repair { get; set => field = Writable(OptionChecks.Defined(value)); } = RepairPolicy.Repair;

    /// <summary>The parts that are left out although they may answer. The default is none.</summary>
    public IgnoredParts Ignored { get; set => field = Writable(OptionChecks.NotNull(value)); } = new();

    /// <summary>Whether a chip that has an address of its own though another chip's Ethernet is nearest loses just the address; otherwise the chip is
    /// left out. The default is <see langword="true"/>.</summary>
    public bool IgnoreBadEthernets { get; set => field = Writable(value); } = true;

    /// <summary>Whether cores that run a program, or crashed, are left out. The default is <see langword="false"/>: they are there, with their states.</summary>
    public bool LeaveOutBusyCores { get; set => field = Writable(value); }

    /// <summary>The limit for the free SDRAM of a chip in the model, in bytes, more than 0. The default is no limit.</summary>
    public uint? MaxSdramPerChip
    {
        get;
        set => field = Writable(value is 0 ? throw new InvalidParameterException(nameof(MaxSdramPerChip), value, "it must be more than 0") : value);
    }

    /// <summary>Whether chips and boards that did not answer when this process last discovered the machine, or asked them for something, are waited for as long as all others. By default they are asked, and
    /// not waited for. Chips that are back are there again, and silent chips cost hardly any time. It holds for discovery, and for operations on many chips of a <see cref="Transceiver"/> that was opened with it.</summary>
    public bool WaitForSilentParts { get; set => field = Writable(value); }

    /// <summary>Whether the physical numbers of cores are asked for: one more request for each chip. The default is <see langword="true"/>.</summary>
    public bool ReadCoreMaps { get; set => field = Writable(value); } = true;
}
