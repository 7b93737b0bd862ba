namespace SpiNNMan.Async.Model;

/// <summary>One of the images of an application, and the cores it goes on.</summary>
/// <param name="Image">The image.</param>
/// <param name="Cores">The cores, 1 to 17 of any chips; one named twice counts once.</param>
public sealed record ApplicationPart(ApplicationImage Image, IReadOnlyCollection<CoreLocation> Cores);
