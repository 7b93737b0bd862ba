using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Sorts the results of boards: some mean that the same request should be sent again.</summary>
/// <remarks>Protocol: scp.md, "Results". All other results go to the caller, as an answer or as an error.</remarks>
internal static class ScpResultSorting
{
    /// <summary>Whether a request that was answered with <paramref name="result"/> should be sent again.</summary>
    /// <param name="result">The result.</param>
    /// <param name="repeatability">Whether the request may be carried out twice. If not, it is sent again only after results that say that it was not carried out.</param>
    public static bool IsTryAgain(ScpResult result, Repeatability repeatability) => result switch
    {
        // Refused before the command was read: its core never got it.
        ScpResult.NoBuffer or ScpResult.P2PNoReply or ScpResult.P2PBusy => true,

        // An error half-way: it is not known how far the request got.
        ScpResult.BadLength or ScpResult.Timeout or ScpResult.P2PTimeout => repeatability == Repeatability.Repeatable,
        _ => false,
    };
}
