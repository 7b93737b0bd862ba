using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.SourcePlaces;

/// <summary>Where a core is in its program.</summary>
/// <param name="Core">The core.</param>
/// <param name="Places">The places: first where it is, then where it returns to.</param>
/// <param name="StackProblem">Why its stack is not among them; <see langword="null"/> if it is.</param>
internal sealed record CorePlaces(CoreLocation Core, IReadOnlyList<CodePlaceResult> Places, string? StackProblem);
