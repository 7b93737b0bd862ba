using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Services;

namespace SpiNNMan.Async.Spalloc;

/// <summary>Memory of the chips of a job, moved by the service itself, which is near the boards: for REST services that offer it.</summary>
/// <remarks>The machine must be booted. Protocol: spalloc.md, "Resources".</remarks>
public sealed class JobMemory
{
    private readonly AllocatedJob _job;

    internal JobMemory(AllocatedJob job) => _job = job;

    /// <summary>Whether the service may have it: the classic protocol has not, and a REST service says so only when it is asked.</summary>
    public bool MayBeThere => _job.Service.Memory is not null;

    /// <summary>Reads memory of a chip.</summary>
    /// <param name="chip">The chip, in the job's own coordinates.</param>
    /// <param name="address">The address.</param>
    /// <param name="length">How many bytes, 1 or more.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="AllocationException">The service does not offer this, or refused.</exception>
    /// <exception cref="InvalidParameterException">The length is out of range.</exception>
    /// <exception cref="JobLostException">The job is over.</exception>
    /// <exception cref="SpinnakerConnectionException">The service cannot be reached.</exception>
    public Task<byte[]> ReadAsync(ChipLocation chip, uint address, int length, CancellationToken cancellationToken = default)
    {
        CheckLength(address, length);
        return RunAsync((memory, id, token) => memory.ReadAsync(id, chip, address, length, token), cancellationToken);
    }

    /// <summary>Writes memory of a chip.</summary>
    /// <param name="chip">The chip, in the job's own coordinates.</param>
    /// <param name="address">The address.</param>
    /// <param name="data">The data, a byte or more.</param>
    /// <param name="cancellationToken">Ends it; it may have been written all the same.</param>
    /// <inheritdoc cref="ReadAsync"/>
    public Task WriteAsync(ChipLocation chip, uint address, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        CheckLength(address, data.Length);
        return RunAsync((memory, id, token) => memory.WriteAsync(id, chip, address, data, token), cancellationToken);
    }

    /// <summary>Reads memory by the cores that were loaded for moving data fast.</summary>
    /// <param name="settings">These cores.</param>
    /// <param name="monitor">The core of the chip that reads.</param>
    /// <param name="address">The address.</param>
    /// <param name="length">How many bytes, 1 or more.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="ReadAsync"/>
    public Task<byte[]> FastReadAsync(FastDataSettings settings, CoreLocation monitor, uint address, int length, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        CheckLength(address, length);
        return RunAsync((memory, id, token) => memory.FastReadAsync(id, settings, monitor, address, length, token), cancellationToken);
    }

    /// <summary>Writes memory by the cores that were loaded for moving data fast.</summary>
    /// <param name="settings">These cores.</param>
    /// <param name="chip">The chip, in the coordinates of its board.</param>
    /// <param name="address">The address.</param>
    /// <param name="data">The data, a byte or more.</param>
    /// <param name="cancellationToken">Ends it; it may have been written all the same.</param>
    /// <inheritdoc cref="ReadAsync"/>
    public Task FastWriteAsync(FastDataSettings settings, ChipLocation chip, uint address, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        CheckLength(address, data.Length);
        return RunAsync((memory, id, token) => memory.FastWriteAsync(id, settings, chip, address, data, token), cancellationToken);
    }

    /// <summary>Clears the routes and the counters of all routers of the job.</summary>
    /// <param name="filters">The filters of the diagnostic counters from then on, by their numbers. The default leaves them as they are.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="ReadAsync"/>
    public Task ResetRoutersAsync(IReadOnlyDictionary<int, uint>? filters = null, CancellationToken cancellationToken = default) =>
        RunAsync((memory, id, token) => memory.ResetRoutersAsync(id, filters ?? new Dictionary<int, uint>(), token), cancellationToken);

    private static void CheckLength(uint address, int length)
    {
        InvalidParameterException.ThrowIfOutside(length, 1, int.MaxValue, nameof(length));
        InvalidParameterException.ThrowIfOutside(address + (long)length, 1, 1L << 32, nameof(length));
    }

    private Task<bool> RunAsync(Func<IMemoryService, int, CancellationToken, Task> act, CancellationToken cancellationToken) => RunAsync(
        async (memory, id, token) =>
        {
            await act(memory, id, token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    private Task<T> RunAsync<T>(Func<IMemoryService, int, CancellationToken, Task<T>> act, CancellationToken cancellationToken)
    {
        IMemoryService memory = _job.Service.Memory ?? throw new AllocationException($"{_job.Service.Name} moves no memory by itself: open the machine, and use its own.");
        return _job.Session.RunAsync(token => act(memory, _job.Id, token), cancellationToken);
    }
}
