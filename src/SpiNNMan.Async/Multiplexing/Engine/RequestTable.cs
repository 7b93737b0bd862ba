namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>The table of states and events: what each event does to a request in each state.</summary>
/// <remarks>
/// A request that is free or done has no number and no place, so only late events reach it. If there are two reactions, the first is for requests that may be repeated, and
/// the second for those that must not be.
/// </remarks>
internal static class RequestTable
{
    /// <summary>The reaction to an event.</summary>
    public static Reaction ReactionTo(RequestEvent what, RequestState state, bool isRepeatable) => (what, state) switch
    {
        (RequestEvent.Admitted, RequestState.Queued) => Reaction.Send,

        (RequestEvent.Answered, RequestState.InFlight or RequestState.Recovering) => Reaction.Complete,

        (RequestEvent.RefusedForNow, RequestState.InFlight) => Reaction.Recover,
        (RequestEvent.RefusedForNow, RequestState.Recovering) => Reaction.Inform,

        (RequestEvent.TimedOut, RequestState.InFlight) => isRepeatable ? Reaction.Recover : Reaction.Fail,

        (RequestEvent.Overtaken, RequestState.InFlight) => isRepeatable ? Reaction.Recover : Reaction.None,
        (RequestEvent.Overtaken, RequestState.Recovering) => isRepeatable ? Reaction.Inform : Reaction.None,

        (RequestEvent.GivenUp, RequestState.Queued or RequestState.InFlight or RequestState.Recovering) => Reaction.Fail,

        (RequestEvent.Cancelled, RequestState.Queued) => Reaction.Fail,
        (RequestEvent.Cancelled, RequestState.InFlight or RequestState.Recovering) => Reaction.FailKeepingPlace,

        (RequestEvent.Unreachable or RequestEvent.NotSent, RequestState.InFlight or RequestState.Recovering) => Reaction.Fail,

        (RequestEvent.Closed, RequestState.Queued or RequestState.InFlight or RequestState.Recovering) => Reaction.Fail,

        _ => Reaction.None,
    };
}
