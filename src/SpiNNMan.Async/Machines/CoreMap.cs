using System.Runtime.CompilerServices;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Machines;

/// <summary>Which physical core of a chip stands behind each virtual one.</summary>
/// <remarks>
/// Commands name virtual cores: the cores that work, numbered without gaps, the monitor first. Their physical numbers differ from chip to chip.
/// Protocol: models.md, "System variables".
/// </remarks>
public readonly struct CoreMap : IEquatable<CoreMap>
{
    /// <summary>The length in bytes of one of the two tables that a chip keeps.</summary>
    public const int TableSize = 20;

    private const byte None = 0xFF;

    private readonly Table _physical;
    private readonly byte _count;

    private CoreMap(ReadOnlySpan<byte> physical)
    {
        Table table = default;
        physical.CopyTo(table);
        _physical = table;
        _count = (byte)physical.Length;
    }

    /// <summary>The number of virtual cores.</summary>
    public int Count => _count;

    /// <summary>Makes a map of the physical numbers of the virtual cores, the monitor's first.</summary>
    /// <exception cref="InvalidParameterException">There are more than 18, a number is above 17, or one comes twice.</exception>
    public static CoreMap Create(params ReadOnlySpan<byte> physical)
    {
        InvalidParameterException.ThrowIfOutside(physical.Length, 0, CoreSet.MaxCores, nameof(physical));
        uint seen = 0;
        foreach (byte core in physical)
        {
            InvalidParameterException.ThrowIfOutside(core, 0, CoreSet.MaxCores - 1, nameof(physical));
            if ((seen & (1u << core)) != 0)
                throw new InvalidParameterException(nameof(physical), core, "a physical core can have only one virtual number");

            seen |= 1u << core;
        }

        return new CoreMap(physical);
    }

    /// <summary>Reads the table from virtual to physical cores as a chip keeps it.</summary>
    /// <param name="virtualToPhysical">Its bytes, one for each virtual core; 255 for a missing core.</param>
    /// <param name="map">The map.</param>
    /// <param name="error">The fault in it.</param>
    /// <returns><see langword="false"/> if the bytes are no such table.</returns>
    public static bool TryParse(ReadOnlySpan<byte> virtualToPhysical, out CoreMap map, out PacketError error)
    {
        map = default;
        error = default;
        uint seen = 0;
        int count = 0;
        foreach (byte core in virtualToPhysical[..Math.Min(virtualToPhysical.Length, CoreSet.MaxCores)])
        {
            if (core == None)
                break;

            if (core >= CoreSet.MaxCores || (seen & (1u << core)) != 0)
            {
                error = PacketError.BadValue(nameof(CoreMap), count, $"the physical core is {core}, which is above {CoreSet.MaxCores - 1} or taken already");
                return false;
            }

            seen |= 1u << core;
            count++;
        }

        map = new CoreMap(virtualToPhysical[..count]);
        return true;
    }

    /// <summary>The physical number of a virtual core; none if the chip has no such core.</summary>
    public int? GetPhysical(int virtualCore) => virtualCore >= 0 && virtualCore < _count ? _physical[virtualCore] : null;

    /// <summary>The virtual number of a physical core; none if that core does not work.</summary>
    public int? GetVirtual(int physicalCore)
    {
        for (int core = 0; core < _count; core++)
        {
            if (_physical[core] == physicalCore)
                return core;
        }

        return null;
    }

    /// <summary>The physical numbers of the virtual cores, the monitor's first.</summary>
    public byte[] GetPhysicalCores() => ((ReadOnlySpan<byte>)_physical)[.._count].ToArray();

    /// <inheritdoc/>
    public bool Equals(CoreMap other) => _count == other._count && ((ReadOnlySpan<byte>)_physical).SequenceEqual(other._physical);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CoreMap other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_physical);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", GetPhysicalCores())}]";

    /// <summary>Whether two maps are the same.</summary>
    public static bool operator ==(CoreMap left, CoreMap right) => left.Equals(right);

    /// <summary>Whether two maps differ.</summary>
    public static bool operator !=(CoreMap left, CoreMap right) => !left.Equals(right);

    [InlineArray(CoreSet.MaxCores)]
    private struct Table
    {
        private byte _first;
    }
}
