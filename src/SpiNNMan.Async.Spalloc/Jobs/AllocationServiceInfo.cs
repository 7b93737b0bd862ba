namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>The description that a service gives of itself.</summary>
/// <param name="Protocol">How it is talked to.</param>
/// <param name="Name">Its host, as people know it.</param>
/// <param name="VersionText">Its version in its own words.</param>
/// <param name="Version">The numbers of that.</param>
public sealed record AllocationServiceInfo(AllocationProtocol Protocol, string Name, string VersionText, Version Version);
