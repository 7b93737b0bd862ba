using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Spalloc.Services;

/// <summary>Memory of the chips of a job, moved by the service itself.</summary>
internal interface IMemoryService
{
    Task<byte[]> ReadAsync(int id, ChipLocation chip, uint address, int length, CancellationToken cancellationToken);

    Task WriteAsync(int id, ChipLocation chip, uint address, ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    Task<byte[]> FastReadAsync(int id, FastDataSettings settings, CoreLocation monitor, uint address, int length, CancellationToken cancellationToken);

    Task FastWriteAsync(int id, FastDataSettings settings, ChipLocation chip, uint address, ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    Task ResetRoutersAsync(int id, IReadOnlyDictionary<int, uint> filters, CancellationToken cancellationToken);
}
