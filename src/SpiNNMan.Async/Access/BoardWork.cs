using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Access;

/// <summary>The work on many items of one board.</summary>
/// <param name="Items">The items, by their indices.</param>
/// <param name="PlaceOf">The core, or the monitor of the chip, that an item is about.</param>
/// <param name="Act">Does it to one item.</param>
/// <param name="Fail">Told of the error of an item.</param>
/// <param name="End">Told of each item that is done or failed.</param>
/// <param name="IsRepeatable">Whether an item may be cancelled and begun again.</param>
internal sealed record BoardWork(
    int[] Items, Func<int, CoreLocation> PlaceOf, Func<int, CancellationToken, Task> Act, Action<int, SpinnakerException> Fail, Action End, bool IsRepeatable);
