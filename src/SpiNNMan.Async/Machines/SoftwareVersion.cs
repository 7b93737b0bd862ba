using System.ComponentModel;
using System.Globalization;

namespace SpiNNMan.Async.Machines;

/// <summary>The three numbers of a software version, which compare in order.</summary>
/// <param name="Major">The first number.</param>
/// <param name="Minor">The second number.</param>
/// <param name="Patch">The third number; 0 where the software only gives two.</param>
[TypeConverter(typeof(SoftwareVersionConverter))]
public readonly record struct SoftwareVersion(int Major, int Minor, int Patch) : IComparable<SoftwareVersion>
{
    /// <inheritdoc/>
    public int CompareTo(SoftwareVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");

    /// <summary>Whether the left version is older.</summary>
    public static bool operator <(SoftwareVersion left, SoftwareVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left version is newer.</summary>
    public static bool operator >(SoftwareVersion left, SoftwareVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left version is older or the same.</summary>
    public static bool operator <=(SoftwareVersion left, SoftwareVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left version is newer or the same.</summary>
    public static bool operator >=(SoftwareVersion left, SoftwareVersion right) => left.CompareTo(right) >= 0;
}
