using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Routing;

/// <summary>Settings, errors and packet counters of a chip's router, as they were when they were read.</summary>
/// <remarks>
/// <code>
/// control word  [12:8] monitor core, [23:16] first wait, [31:24] second wait
/// error status  [7:0] errors counted, [31:27] what they were
/// counters      16 x u32
/// </code>
/// Protocol: models.md, "Router diagnostics".
/// </remarks>
public readonly struct RouterDiagnostics : IEquatable<RouterDiagnostics>
{
    /// <summary>How many counters a router has.</summary>
    public const int CounterCount = 16;

    /// <summary>The length of the counters in bytes.</summary>
    public const int CountersSize = CounterCount * sizeof(uint);

    private readonly Values _counters;

    private const uint AllErrors =
        (uint)(RouterErrors.Timestamp | RouterErrors.Framing | RouterErrors.Parity | RouterErrors.Overflow | RouterErrors.Error);

    /// <summary>Makes the diagnostics from the registers of a router.</summary>
    /// <param name="control">The word at <see cref="MemoryMap.RouterControl"/>.</param>
    /// <param name="errorStatus">The word at <see cref="MemoryMap.RouterErrorStatus"/>.</param>
    /// <param name="counters">The 16 words at <see cref="MemoryMap.RouterCounters"/>.</param>
    /// <exception cref="InvalidParameterException">There are not 16 counters.</exception>
    public RouterDiagnostics(uint control, uint errorStatus, ReadOnlySpan<uint> counters)
    {
        InvalidParameterException.ThrowIfOutside(counters.Length, CounterCount, CounterCount, nameof(counters));
        Control = control;
        ErrorStatus = errorStatus;
        Values kept = default;
        counters.CopyTo(kept);
        _counters = kept;
    }

    /// <summary>The control word.</summary>
    public uint Control { get; }

    /// <summary>The physical number of the monitor core.</summary>
    public int Monitor => (int)(Control >> 8) & 0x1F;

    /// <summary>How long a packet waits before it takes an emergency route, in the floating-point form of the router.</summary>
    public byte Wait1 => (byte)(Control >> 16);

    /// <summary>How long a packet then waits before it is dropped, in the router's own floating-point form.</summary>
    public byte Wait2 => (byte)(Control >> 24);

    /// <summary>The error status word.</summary>
    public uint ErrorStatus { get; }

    /// <summary>How many errors were counted.</summary>
    public int ErrorCount => (int)(ErrorStatus & 0xFF);

    /// <summary>The kinds of the errors.</summary>
    public RouterErrors Errors => (RouterErrors)(ErrorStatus & AllErrors);

    /// <summary>The 16 counters, in the order of <see cref="RouterRegister"/>; an array made when it is asked for.</summary>
    public ImmutableArray<uint> Counters => ImmutableArray.Create((ReadOnlySpan<uint>)_counters);

    /// <summary>One of the counters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such counter.</exception>
    public uint this[RouterRegister register]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((int)register, CounterCount, nameof(register));
            return _counters[(int)register];
        }
    }

    /// <summary>Makes the diagnostics from the registers of a router.</summary>
    /// <param name="control">The word at <see cref="MemoryMap.RouterControl"/>.</param>
    /// <param name="errorStatus">The word at <see cref="MemoryMap.RouterErrorStatus"/>.</param>
    /// <param name="counters">The bytes at <see cref="MemoryMap.RouterCounters"/>; bytes after the counters are ignored.</param>
    /// <param name="diagnostics">The diagnostics.</param>
    /// <param name="error">The fault in the counters.</param>
    /// <returns><see langword="false"/> if there are fewer than <see cref="CountersSize"/> bytes of counters.</returns>
    public static bool TryParse(
        uint control, uint errorStatus, ReadOnlySpan<byte> counters, out RouterDiagnostics diagnostics, out PacketError error)
    {
        if (counters.Length < CountersSize)
        {
            diagnostics = default;
            error = PacketError.TooShort(nameof(RouterDiagnostics), counters.Length, CountersSize, counters.Length);
            return false;
        }

        Span<uint> words = stackalloc uint[CounterCount];
        for (int index = 0; index < words.Length; index++)
            words[index] = BinaryPrimitives.ReadUInt32LittleEndian(counters[(index * sizeof(uint))..]);

        diagnostics = new RouterDiagnostics(control, errorStatus, words);
        error = default;
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(RouterDiagnostics other) =>
        Control == other.Control && ErrorStatus == other.ErrorStatus && ((ReadOnlySpan<uint>)_counters).SequenceEqual(other._counters);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RouterDiagnostics other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Control, ErrorStatus, _counters[0], _counters[1], _counters[2], _counters[3]);

    /// <summary>Whether everything is the same.</summary>
    public static bool operator ==(RouterDiagnostics left, RouterDiagnostics right) => left.Equals(right);

    /// <summary>Whether anything is not the same.</summary>
    public static bool operator !=(RouterDiagnostics left, RouterDiagnostics right) => !left.Equals(right);

    [InlineArray(CounterCount)]
    private struct Values
    {
        private uint _first;
    }
}
