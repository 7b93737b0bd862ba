using System.Collections;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Applications;

/// <summary>Hands out application identifiers that are not in use. Safe for use by several threads.</summary>
/// <remarks>It knows the identifiers of this program only. Other users of the machine have to be asked. Protocol: models.md, "Application identifiers".</remarks>
public sealed class ApplicationIdTracker
{
    /// <summary>The lowest identifier that the tracker gives.</summary>
    public const int MinId = 17;

    /// <summary>The highest identifier that the tracker gives.</summary>
    public const int MaxId = 253;

    /// <summary>The highest identifier that may be freed.</summary>
    public const int MaxFreeableId = MaxId + 1;

    private readonly Lock _lock = new();
    private readonly BitArray _used = new(MaxFreeableId + 1);
    private int _next = MinId;

    /// <summary>How many identifiers can be handed out.</summary>
    public int FreeCount
    {
        get
        {
            lock (_lock)
                return Enumerable.Range(MinId, MaxId - MinId + 1).Count(id => !_used[id]);
        }
    }

    /// <summary>Takes a free identifier. An identifier that was freed is given again as late as possible.</summary>
    /// <exception cref="SpinnakerException">All are in use.</exception>
    public byte GetNewId()
    {
        lock (_lock)
        {
            for (int tries = MinId; tries <= MaxId; tries++)
            {
                int id = _next;
                _next = id == MaxId ? MinId : id + 1;
                if (!_used[id])
                {
                    _used[id] = true;
                    return (byte)id;
                }
            }
        }

        throw new SpinnakerException($"All application identifiers from {MinId} to {MaxId} are in use: free one first.");
    }

    /// <summary>Takes a certain identifier.</summary>
    /// <param name="id">The identifier, 17 to 254.</param>
    /// <exception cref="InvalidParameterException">The identifier is out of range, or in use.</exception>
    public void AllocateId(int id)
    {
        InvalidParameterException.ThrowIfOutside(id, MinId, MaxFreeableId, nameof(id));
        lock (_lock)
        {
            if (_used[id])
                throw new InvalidParameterException(nameof(id), id, "it is in use");

            _used[id] = true;
        }
    }

    /// <summary>Takes a certain identifier, if that can be.</summary>
    /// <param name="id">The identifier.</param>
    /// <returns><see langword="false"/> if it is in use, or out of the range that the tracker gives.</returns>
    public bool TryAllocateId(int id)
    {
        if (id is < MinId or > MaxFreeableId)
            return false;

        lock (_lock)
        {
            bool wasFree = !_used[id];
            _used[id] = true;
            return wasFree;
        }
    }

    /// <summary>Gives an identifier back; it need not be in use.</summary>
    /// <param name="id">The identifier, 17 to 254.</param>
    /// <exception cref="InvalidParameterException">The identifier is out of range.</exception>
    public void FreeId(int id)
    {
        InvalidParameterException.ThrowIfOutside(id, MinId, MaxFreeableId, nameof(id));
        lock (_lock)
            _used[id] = false;
    }
}
