using System.Diagnostics.CodeAnalysis;
using System.Net;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Machines.Variables;

/// <summary>The status of a chip, from its system variables.</summary>
/// <remarks>Protocol: models.md, "Chip status".</remarks>
internal readonly struct ChipStatus
{
    private const double ClockDriftScale = 1 << 17;
    private const int LedPeriodUnit = 10;
    private const byte NoCore = 0xFF;

    private readonly SystemVariables _variables;

    /// <summary>Makes the status from the variables.</summary>
    public ChipStatus(in SystemVariables variables) => _variables = variables;

    /// <summary>The variables themselves.</summary>
    [UnscopedRef]
    public ref readonly SystemVariables Variables => ref _variables;

    /// <summary>Where the chip is.</summary>
    public ChipLocation Location => new(Variables.X, Variables.Y);

    /// <summary>The size of the machine.</summary>
    public MachineDimensions MachineSize => new(Variables.Width, Variables.Height);

    /// <summary>The chip that has this board's Ethernet.</summary>
    public ChipLocation NearestEthernet => new(Variables.NearestEthernetX, Variables.NearestEthernetY);

    /// <summary>The chip the machine was booted through.</summary>
    public ChipLocation Root => new(Variables.P2PRootX, Variables.P2PRootY);

    /// <summary>Whether this chip's Ethernet link is up.</summary>
    public bool IsEthernetAvailable => Variables.EthernetUp == 1;

    /// <summary>The address of this chip's Ethernet; <see langword="null"/> if it has none.</summary>
    public IPAddress? IPAddress => Variables.EthernetIPAddress.IndexOfAnyExcept((byte)0) < 0 ? null : new IPAddress(Variables.EthernetIPAddress);

    /// <summary>The links that work.</summary>
    public LinkSet Links => LinkSet.FromMask(Variables.Links);

    /// <summary>The virtual numbers of the cores that work, in ascending order.</summary>
    public IReadOnlyList<byte> VirtualCores
    {
        get
        {
            byte[] cores = [.. Variables.PhysicalToVirtualCores];
            Array.Sort(cores);
            return cores[..(cores.AsSpan().IndexOf(NoCore) is var end and >= 0 ? end : cores.Length)];
        }
    }

    /// <summary>How long the LED is on, and then off, when it blinks.</summary>
    public TimeSpan LedHalfPeriod => TimeSpan.FromMilliseconds(Variables.LedHalfPeriod * LedPeriodUnit);

    /// <summary>How far the clock is off, in ticks per microsecond.</summary>
    public double ClockDrift => (int)Variables.ClockDrift / ClockDriftScale;

    /// <summary>The version of the monitor; 0.0.0 if it gives none.</summary>
    public SoftwareVersion MonitorVersion =>
        new((byte)(Variables.SoftwareVersion >> 16), (byte)(Variables.SoftwareVersion >> 8), (byte)Variables.SoftwareVersion);

    /// <summary>Reads the status from the system variables at the start of <paramref name="source"/>; bytes after them are ignored.</summary>
    /// <returns><see langword="false"/> if there are fewer than <see cref="SystemVariable.BlockSize"/> bytes.</returns>
    public static bool TryParse(ReadOnlySpan<byte> source, out ChipStatus status, out PacketError error)
    {
        bool parsed = SystemVariables.TryParse(source, out SystemVariables variables, out error);
        status = parsed ? new ChipStatus(variables) : default;
        return parsed;
    }
}
