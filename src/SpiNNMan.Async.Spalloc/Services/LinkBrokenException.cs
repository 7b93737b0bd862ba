using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Spalloc.Services;

/// <summary>A service cannot be reached, or does not answer, just now.</summary>
internal sealed class LinkBrokenException(string message, bool wasSent, Exception? innerException = null) : SpinnakerConnectionException(message, innerException)
{
    /// <summary>Whether the service may have done what it was asked for.</summary>
    public bool WasSent => wasSent;

    public override bool IsTransient => !WasSent;
}
