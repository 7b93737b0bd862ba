namespace SpiNNMan.Async.Wire.Scp;

/// <summary>A command, and the type of its answer.</summary>
/// <typeparam name="TResponse">The type of the decoded answer; <see cref="Acknowledgement"/> for an empty one.</typeparam>
public interface IScpRequest<TResponse> : IScpRequest
{
    /// <summary>Decodes the answer to this request.</summary>
    /// <param name="reply">The reply; its result is <see cref="ScpResult.Ok"/>, or one that <see cref="AcceptsResult"/> takes.</param>
    /// <param name="response">The decoded answer.</param>
    /// <param name="error">The fault in it, with the offset from the start of the payload. A reply shorter than this request
    /// deserves is an error: boards answer many refused commands with an OK and no data.</param>
    bool TryParseResponse(in ScpReply reply, out TResponse response, out PacketError error);

    /// <summary>Whether a reply with this result is an answer to be decoded. Only <see cref="ScpResult.Ok"/> is, for most commands.</summary>
    bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;
}
