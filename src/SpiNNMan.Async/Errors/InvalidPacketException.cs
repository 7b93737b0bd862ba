using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Errors;

/// <summary>Bytes that came from the network are not what they should be.</summary>
public sealed class InvalidPacketException : SpinnakerException
{
    /// <summary>Makes the error from what a decoder found.</summary>
    public InvalidPacketException(PacketError error, string? context = null, Exception? innerException = null)
        : base(context is null ? error.ToString() : $"{context}: {error}", innerException)
    {
        Error = error;
    }

    /// <summary>What is wrong with the bytes, and where.</summary>
    public PacketError Error { get; }
}
