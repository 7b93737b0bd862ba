using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Applications;

/// <summary>A core was seen in another state than before.</summary>
/// <param name="Core">The core.</param>
/// <param name="Before">What it was in; <see langword="null"/> when it is seen for the first time.</param>
/// <param name="State">What it is in now.</param>
public readonly record struct CoreStateChange(CoreLocation Core, CoreState? Before, CoreState State);
