using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Applications;

/// <summary>A core that did not reach the state that was waited for.</summary>
/// <param name="Core">The core.</param>
/// <param name="State">The state it was last seen in; <see langword="null"/> if its chip did not answer.</param>
/// <param name="Info">Its block with the run-time error and the registers; <see langword="null"/> if it was not read.</param>
/// <param name="OutputTail">The end of the text it printed; <see langword="null"/> if it was not read.</param>
/// <param name="Error">Why it, or its block, could not be read; <see langword="null"/> if it could.</param>
public sealed record CoreFailure(CoreLocation Core, CoreState? State, CoreInfo? Info = null, string? OutputTail = null, SpinnakerException? Error = null);
