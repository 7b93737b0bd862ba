using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Sorts the results of boards: which ones mean that the same request should be sent again.</summary>
/// <remarks>Protocol: scp.md, "Results". Everything that is not to be tried again goes to the caller, as an answer or as an error.</remarks>
internal static class ScpResultSorting
{
    /// <summary>Whether a request that was answered with <paramref name="result"/> should be sent again.</summary>
    /// <param name="result">What the board said.</param>
    /// <param name="repeatability">Whether the request may be carried out twice. If not, only a result that means it was not carried out counts.</param>
    public static bool IsTryAgain(ScpResult result, Repeatability repeatability) => result switch
    {
        // Refused before the command was looked at: its core never saw it.
        ScpResult.NoBuffer or ScpResult.P2PNoReply or ScpResult.P2PBusy => true,

        // Something stopped half-way, and it cannot be known where.
        ScpResult.BadLength or ScpResult.Timeout or ScpResult.P2PTimeout => repeatability == Repeatability.Repeatable,
        _ => false,
    };
}
