using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>The images of the two programs that stream memory, as the usual tool chain builds them. This library has none of its own.</summary>
/// <example><code>
/// StreamingImages images = await StreamingImages.FromFilesAsync("extra_monitor_support.aplx", "data_speed_up_packet_gatherer.aplx");
/// </code></example>
/// <remarks>Protocol: streaming.md, "Setting up".</remarks>
public sealed record StreamingImages
{
    /// <summary>Makes the pair.</summary>
    /// <param name="monitor">The APLX file of the extra monitor, which runs on every chip.</param>
    /// <param name="gatherer">The APLX file of the packet gatherer, which runs on the chip with the Ethernet of each board.</param>
    /// <exception cref="InvalidParameterException">An image is empty.</exception>
    public StreamingImages(ReadOnlyMemory<byte> monitor, ReadOnlyMemory<byte> gatherer)
    {
        Monitor = NotEmpty(monitor, nameof(monitor));
        Gatherer = NotEmpty(gatherer, nameof(gatherer));
    }

    /// <summary>The APLX file of the extra monitor.</summary>
    public ReadOnlyMemory<byte> Monitor { get; }

    /// <summary>The APLX file of the packet gatherer.</summary>
    public ReadOnlyMemory<byte> Gatherer { get; }

    /// <summary>Takes both from files.</summary>
    /// <param name="monitorPath">The path of <c>extra_monitor_support.aplx</c>.</param>
    /// <param name="gathererPath">The path of <c>data_speed_up_packet_gatherer.aplx</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="InvalidParameterException">A file is empty.</exception>
    public static async Task<StreamingImages> FromFilesAsync(string monitorPath, string gathererPath, CancellationToken cancellationToken = default)
    {
        byte[] monitor = await File.ReadAllBytesAsync(monitorPath, cancellationToken).ConfigureAwait(false);
        byte[] gatherer = await File.ReadAllBytesAsync(gathererPath, cancellationToken).ConfigureAwait(false);
        return new StreamingImages(monitor, gatherer);
    }

    private static ReadOnlyMemory<byte> NotEmpty(ReadOnlyMemory<byte> image, string name) =>
        image.IsEmpty ? throw new InvalidParameterException(name, "no byte", "an image is the content of an APLX file") : image;
}
