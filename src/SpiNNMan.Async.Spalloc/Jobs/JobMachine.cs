using System.Globalization;

namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>The boards of a job.</summary>
public sealed record JobMachine
{
    /// <summary>The name of the machine that they are of.</summary>
    public required string Name { get; init; }

    /// <summary>Chips across, in the job's own coordinates. The REST service tells whole triads only: what stands out at the edge is not in it.</summary>
    public required int Width { get; init; }

    /// <summary>Chips up.</summary>
    public required int Height { get; init; }

    /// <summary>The boards that can be reached: the chip with each one's Ethernet, in the job's own coordinates, and its host.</summary>
    public required IReadOnlyList<BoardHost> Hosts { get; init; }

    /// <summary>The boards by their places in the machine; empty if the service does not tell.</summary>
    public IReadOnlyList<LogicalBoard> Boards { get; init; } = [];

    /// <summary>The host of the board at chip (0, 0), by which the machine is booted; the first there is, if that one is not listed.</summary>
    public string RootHost => (Hosts.FirstOrDefault(static host => host.Chip == default) ?? Hosts[0]).Host;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Hosts.Count} boards of {Name}, {Width} x {Height} chips");
}
