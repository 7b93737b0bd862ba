using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>The traits of a request that the multiplexer needs besides its bytes.</summary>
/// <param name="Command">The command.</param>
/// <param name="Destination">Its destination, which its reply comes from.</param>
/// <param name="Repeatability">Whether it may be carried out twice.</param>
/// <param name="TimeoutClass">How long the board may take over it.</param>
/// <param name="AcceptsNoReply">Whether "no reply from a chip" is an answer to it rather than a reason to try again.</param>
internal readonly record struct RequestTraits(
    ScpCommand Command,
    SdpEndpoint Destination,
    Repeatability Repeatability,
    TimeoutClass TimeoutClass,
    bool AcceptsNoReply)
{
    public static RequestTraits Of<TRequest, TResponse>(in TRequest request)
        where TRequest : IScpRequest<TResponse>
        => new(request.Command, request.Destination, request.Repeatability, request.TimeoutClass, request.AcceptsResult(ScpResult.P2PNoReply));

    /// <summary>Whether the request should be sent again when it is answered with <paramref name="result"/>.</summary>
    public bool IsTryAgain(ScpResult result) =>
        ScpResultSorting.IsTryAgain(result, Repeatability) && !(AcceptsNoReply && result == ScpResult.P2PNoReply);
}
