using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Applications;

/// <summary>One of the images of an application, and its cores.</summary>
/// <param name="Image">The image.</param>
/// <param name="Cores">The cores, 1 to 17 of any chips; one named twice counts once.</param>
public sealed record ApplicationPart(ApplicationImage Image, IReadOnlyCollection<CoreLocation> Cores)
{
    /// <summary>The image.</summary>
    public ApplicationImage Image { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = Image ?? throw new ArgumentNullException(nameof(Image));

    /// <summary>The cores, 1 to 17 of any chips; one named twice counts once.</summary>
    public IReadOnlyCollection<CoreLocation> Cores { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = Cores ?? throw new ArgumentNullException(nameof(Cores));
}
