using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Live.Databases;

namespace SpiNNMan.Async.Live.Sending;

/// <summary>The ways to name events that are to be sent.</summary>
internal static class EventSources
{
    private static Exception ExplainAtom(int atom, Population population)
    {
        try
        {
            population.Find(atom);
            return new InjectorException(population.Label, core: null, $"has atom {atom} on a core that the database does not name.");
        }
        catch (InvalidParameterException exception)
        {
            return exception;
        }
    }

    /// <summary>By atoms.</summary>
    internal readonly struct Atoms(IReadOnlyList<int> atoms) : IEventSource
    {
        // The usual list is an array, and an array is read without a call.
        private readonly int[]? _array = atoms as int[];

        public int Count => atoms.Count;

        public bool TryGet(int index, PartKeys part, out uint key, out uint? payload)
        {
            payload = null;
            return part.TryGetKey(_array is { } array ? array[index] : atoms[index], out key);
        }

        public int TryGetKeys(int first, PartKeys part, Span<uint> keys)
        {
            if (_array is not { } array)
                return 0;

            ReadOnlySpan<int> some = array.AsSpan(first);
            return part.GetKeys(some[..Math.Min(some.Length, keys.Length)], keys);
        }

        public Exception Explain(int index, Population population) => ExplainAtom(atoms[index], population);
    }

    /// <summary>By one atom.</summary>
    internal readonly struct Atom(int atom) : IEventSource
    {
        public int Count => 1;

        public bool TryGet(int index, PartKeys part, out uint key, out uint? payload)
        {
            payload = null;
            return part.TryGetKey(atom, out key);
        }

        public int TryGetKeys(int first, PartKeys part, Span<uint> keys) => 0;

        public Exception Explain(int index, Population population) => ExplainAtom(atom, population);
    }

    /// <summary>By atoms with payloads.</summary>
    internal readonly struct Payloads(IReadOnlyList<(int Atom, uint Payload)> events) : IEventSource
    {
        public int Count => events.Count;

        public bool TryGet(int index, PartKeys part, out uint key, out uint? payload)
        {
            payload = events[index].Payload;
            return part.TryGetKey(events[index].Atom, out key);
        }

        public int TryGetKeys(int first, PartKeys part, Span<uint> keys) => 0;

        public Exception Explain(int index, Population population) => ExplainAtom(events[index].Atom, population);
    }

    /// <summary>By keys.</summary>
    internal readonly struct Keys(IReadOnlyList<uint> keys) : IEventSource
    {
        public int Count => keys.Count;

        public bool TryGet(int index, PartKeys part, out uint key, out uint? payload)
        {
            payload = null;
            key = keys[index];
            return part.Contains(key);
        }

        public int TryGetKeys(int first, PartKeys part, Span<uint> keys) => 0;

        public Exception Explain(int index, Population population) =>
            new InvalidParameterException("keys", $"0x{keys[index]:X8}", $"it is no key of '{population.Label}', and its injector would drop it");
    }

    /// <summary>Events that were looked up before.</summary>
    internal readonly struct Found(IReadOnlyList<(uint Key, uint? Payload)> events) : IEventSource
    {
        public int Count => events.Count;

        public bool TryGet(int index, PartKeys part, out uint key, out uint? payload)
        {
            (key, payload) = events[index];
            return true;
        }

        public int TryGetKeys(int first, PartKeys part, Span<uint> keys) => 0;

        public Exception Explain(int index, Population population) => new InvalidOperationException();
    }
}
