using System.Collections;
using System.Runtime.CompilerServices;

namespace SpiNNMan.Async.Machines;

/// <summary>The states of the 18 cores of a chip, by virtual core number. A core the chip does not have is <see cref="CoreState.Dead"/>.</summary>
/// <remarks>Protocol: scp.md, "Chip summary".</remarks>
public readonly struct CoreStates : IReadOnlyList<CoreState>, IEquatable<CoreStates>
{
    private readonly Table _states;

    /// <summary>Makes the table from up to 18 states; those not given are <see cref="CoreState.Dead"/>.</summary>
    /// <exception cref="ArgumentException">There are more than 18.</exception>
    public CoreStates(ReadOnlySpan<CoreState> states)
    {
        Table table = default;
        states.CopyTo(table);
        _states = table;
    }

    /// <summary>The number of states, always 18.</summary>
    public int Count => CoreSet.MaxCores;

    /// <summary>The state of a core, 0 to 17.</summary>
    public CoreState this[int core] => _states[core];

    /// <summary>The cores that are in a state.</summary>
    public CoreSet CoresIn(CoreState state)
    {
        uint mask = 0;
        for (int core = 0; core < CoreSet.MaxCores; core++)
        {
            if (_states[core] == state)
                mask |= 1u << core;
        }

        return CoreSet.FromMask(mask);
    }

    /// <inheritdoc/>
    public IEnumerator<CoreState> GetEnumerator()
    {
        for (int core = 0; core < CoreSet.MaxCores; core++)
            yield return this[core];
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(CoreStates other) => ((ReadOnlySpan<CoreState>)_states).SequenceEqual(other._states);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CoreStates other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (CoreState state in _states)
            hash.Add(state);

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", this);

    /// <summary>Whether all states are the same.</summary>
    public static bool operator ==(CoreStates left, CoreStates right) => left.Equals(right);

    /// <summary>Whether some state differs.</summary>
    public static bool operator !=(CoreStates left, CoreStates right) => !left.Equals(right);

    [InlineArray(CoreSet.MaxCores)]
    private struct Table
    {
        private CoreState _first;
    }
}
