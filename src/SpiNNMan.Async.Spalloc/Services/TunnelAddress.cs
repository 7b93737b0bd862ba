namespace SpiNNMan.Async.Spalloc.Services;

/// <summary>Where a tunnel is opened, and with which headers. These are credentials.</summary>
internal sealed class TunnelAddress(Uri uri, IReadOnlyDictionary<string, string> headers)
{
    public Uri Uri => uri;

    public IReadOnlyDictionary<string, string> Headers => headers;
}
