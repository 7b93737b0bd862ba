using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Applications;

/// <summary>A core was seen in another state than before.</summary>
/// <param name="Core">The core.</param>
/// <param name="Before">The state before; <see langword="null"/> when the core is seen for the first time.</param>
/// <param name="State">The state now.</param>
public readonly record struct CoreStateChange(CoreLocation Core, CoreState? Before, CoreState State);
