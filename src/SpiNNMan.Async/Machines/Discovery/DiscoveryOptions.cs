using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>How the model of a machine is made of what its chips say; immutable, change it with <c>with</c>.</summary>
/// <remarks>Protocol: models.md, "Making the model of a machine".</remarks>
public sealed record DiscoveryOptions
{
    /// <summary>What is done about one-way links and chips that no link leads to. The default is <see cref="RepairPolicy.Repair"/>.</summary>
    public RepairPolicy Repair { get; init => field = OptionChecks.Defined(value); } = RepairPolicy.Repair;

    /// <summary>What is left out though it may answer. The default is nothing.</summary>
    public IgnoredParts Ignored { get; init => field = OptionChecks.NotNull(value); } = new();

    /// <summary>Whether a chip that has an address of its own though another chip's Ethernet is nearest loses just the address; otherwise the chip is
    /// left out. The default is <see langword="true"/>.</summary>
    public bool IgnoreBadEthernets { get; init; } = true;

    /// <summary>Whether cores that run something, or crashed, are left out. The default is not: they are there, and say what they do.</summary>
    public bool LeaveOutBusyCores { get; init; }

    /// <summary>The most SDRAM a chip is said to have free, in bytes, more than 0. The default is what it has.</summary>
    public uint? MaxSdramPerChip
    {
        get;
        init => field = value is 0 ? throw new InvalidParameterException(nameof(MaxSdramPerChip), value, "it must be more than 0") : value;
    }

    /// <summary>Whether chips and boards that did not answer when this process last discovered the machine, or asked them for something, are waited for as long as all others. By default they are asked, and
    /// not waited for: those that are back are there again, and those that are not cost hardly anything. It holds for discovering, and for what a <see cref="Transceiver"/> opened with it does to many chips.</summary>
    public bool WaitForSilentParts { get; init; }

    /// <summary>Whether the physical numbers of cores are asked for: one more request for each chip. The default is <see langword="true"/>.</summary>
    public bool ReadCoreMaps { get; init; } = true;
}
