using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Applications;

/// <summary>The result of loading an application: its cores have it, and wait for the start signal.</summary>
/// <param name="ApplicationId">The identifier of the application.</param>
/// <param name="Cores">The cores that have it, in the order they were named.</param>
/// <param name="Methods">How each image got to its chips.</param>
/// <param name="Repaired">How many cores did not get it at first.</param>
/// <param name="Elapsed">How long it took, checking included.</param>
public sealed record LoadResult(byte ApplicationId, IReadOnlyCollection<CoreLocation> Cores, IReadOnlyList<LoadMethod> Methods, int Repaired, TimeSpan Elapsed);
