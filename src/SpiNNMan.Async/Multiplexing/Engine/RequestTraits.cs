using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>The traits of a request that the multiplexer needs besides its bytes.</summary>
/// <param name="Command">The command.</param>
/// <param name="Destination">Its destination, which its reply comes from.</param>
/// <param name="Repeatability">Whether it may be carried out twice.</param>
/// <param name="TimeoutClass">How long the board may take over it.</param>
/// <param name="AcceptsNoReply">Whether "no reply from a chip" is an answer to it rather than a reason to try again.</param>
/// <param name="LastStart">How long the last board waits before it begins, if boards carry it out one after the other.</param>
internal readonly record struct RequestTraits(
    ScpCommand Command,
    SdpEndpoint Destination,
    Repeatability Repeatability,
    TimeoutClass TimeoutClass,
    bool AcceptsNoReply,
    TimeSpan LastStart = default)
{
    /// <summary>How long the board may take, in addition to a round trip.</summary>
    public TimeSpan Allowance => TimeoutClass.Allowance + LastStart;

    public static RequestTraits Of<TRequest, TResponse>(in TRequest request)
        where TRequest : IScpRequest<TResponse>
        => new(request.Command, request.Destination, request.Repeatability, request.TimeoutClass, request.AcceptsResult(ScpResult.P2PNoReply), request is IStaggeredRequest staggered ? staggered.LastStart : default);

    /// <summary>Whether the request should be sent again when it is answered with <paramref name="result"/>.</summary>
    public bool IsTryAgain(ScpResult result) =>
        ScpResultSorting.IsTryAgain(result, Repeatability) && !(AcceptsNoReply && result == ScpResult.P2PNoReply);
}
