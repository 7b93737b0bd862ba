using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Errors;

/// <summary>Bytes from the network are malformed.</summary>
public sealed class InvalidPacketException : SpinnakerException
{
    /// <summary>Makes the error from the finding of a decoder.</summary>
    public InvalidPacketException(PacketError error, string? context = null, Exception? innerException = null)
        : base(context is null ? error.ToString() : $"{context}: {error}", innerException)
    {
        Error = error;
    }

    /// <summary>The fault in the bytes, and its place.</summary>
    public PacketError Error { get; }
}
