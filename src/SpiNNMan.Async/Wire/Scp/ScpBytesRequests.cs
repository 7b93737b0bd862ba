namespace SpiNNMan.Async.Wire.Scp;

/// <summary>Answers of so many bytes, put where the caller wants them.</summary>
/// <remarks>Protocol: scp.md, "Reply".</remarks>
public static class ScpBytesRequests
{
    /// <summary>Copies the answer to a request to the start of <paramref name="destination"/>; nothing is allocated.</summary>
    /// <param name="request">The request.</param>
    /// <param name="reply">The reply to it, whose result it accepts.</param>
    /// <param name="destination">Where the bytes go, at least <see cref="IScpBytesRequest.ResponseSize"/>.</param>
    /// <param name="error">The fault in the reply.</param>
    /// <returns><see langword="false"/> if the reply has fewer bytes than were asked for; nothing is copied then.</returns>
    /// <exception cref="ArgumentException">The destination is too short; nothing is copied.</exception>
    public static bool TryCopyResponse<TRequest>(this TRequest request, in ScpReply reply, Span<byte> destination, out PacketError error)
        where TRequest : struct, IScpBytesRequest
    {
        int size = request.ResponseSize;
        if (destination.Length < size)
            throw new ArgumentException($"The answer takes {size} bytes, {destination.Length} are there.", nameof(destination));

        bool whole = reply.HasPayload(size, typeof(TRequest).Name, out error);
        if (whole)
            reply.Payload[..size].CopyTo(destination);

        return whole;
    }
}
