using System.Globalization;
using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Spalloc.Tunnels;

/// <summary>The boards of a job by their addresses. One whose host is a name gets an address that nobody has: it is for this program only.</summary>
internal sealed class TunnelBoards
{
    /// <summary>198.18.0.0/16 is for tests of networks, and no board's.</summary>
    private static readonly byte[] s_namedHere = [198, 18];

    private readonly Dictionary<IPAddress, ChipLocation> _chips = [];
    private readonly Dictionary<ChipLocation, IPAddress> _addresses = [];
    private readonly int _jobId;
    private readonly string _powerResource;

    public TunnelBoards(int jobId, IReadOnlyList<BoardHost> hosts, string powerResource)
    {
        _jobId = jobId;
        _powerResource = powerResource;
        foreach (BoardHost host in hosts)
        {
            IPAddress address = IPAddress.TryParse(host.Host, out IPAddress? known)
                ? known
                : new IPAddress([.. s_namedHere, host.Chip.X, host.Chip.Y]);
            _chips[address] = host.Chip;
            _addresses[host.Chip] = address;
        }
    }

    /// <summary>The address of the board with its Ethernet at a chip.</summary>
    /// <exception cref="SpinnakerConnectionException">The job has no such board.</exception>
    public IPAddress AddressOf(ChipLocation chip) =>
        _addresses.TryGetValue(chip, out IPAddress? address)
            ? address
            : throw new SpinnakerConnectionException(string.Create(CultureInfo.InvariantCulture, $"Job {_jobId} has no board with its Ethernet at chip {chip}; it has {Chips}."));

    /// <summary>The chip with the Ethernet of the board at an address.</summary>
    /// <exception cref="SpinnakerConnectionException">The job has no such board: perhaps it is a BMP that was meant.</exception>
    public ChipLocation ChipOf(IPAddress address) =>
        _chips.TryGetValue(address, out ChipLocation chip)
            ? chip
            : throw new SpinnakerConnectionException(string.Create(
                CultureInfo.InvariantCulture,
                $"{address} is no board of job {_jobId}, and the tunnel leads to these only. BMPs cannot be reached through it: boards are switched by {nameof(AllocatedJob)}.{nameof(AllocatedJob.PowerOnAsync)}, {nameof(AllocatedJob.PowerOffAsync)} and {nameof(AllocatedJob.ResetAsync)}, which use {_powerResource}."));

    /// <summary>The error for listening where boards announce themselves.</summary>
    public SpinnakerConnectionException NoAnnouncements() => new(string.Create(
        CultureInfo.InvariantCulture,
        $"Announcements of boards do not come through the tunnel of job {_jobId}: whether its boards are on is told by {nameof(AllocatedJob)}.{nameof(AllocatedJob.GetPowerAsync)}, which uses {_powerResource}."));

    private string Chips => string.Join(" and ", _addresses.Keys.Take(8));
}
