using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Conformance.Scp;

/// <summary>Compares the SDP header that a record describes.</summary>
internal static class ScpHeaders
{
    private static readonly Dictionary<string, SdpFlags> s_flags = new(StringComparer.Ordinal)
    {
        ["SDPFlag.REPLY_NOT_EXPECTED"] = SdpFlags.ReplyNotExpected,
        ["SDPFlag.REPLY_EXPECTED"] = SdpFlags.ReplyExpected,
        ["SDPFlag.REPLY_NOT_EXPECTED_NO_P2P"] = SdpFlags.ReplyNotExpectedNoP2P,
        ["SDPFlag.REPLY_EXPECTED_NO_P2P"] = SdpFlags.ReplyExpectedNoP2P,
    };

    public static void Compare(Comparison comparison, JsonElement expected, SdpHeader header)
    {
        comparison.Same("flags", expected.GetMember("flags", s_flags), header.Flags);
        comparison.Same("flags_value", expected.GetInteger("flags_value"), (byte)header.Flags);
        comparison.Same("tag", expected.GetInteger("tag"), header.Tag);
        CompareEnd(comparison, expected, "destination", header.Destination);
        CompareEnd(comparison, expected, "source", header.Source);
    }

    private static void CompareEnd(Comparison comparison, JsonElement expected, string end, SdpEndpoint endpoint)
    {
        comparison.Same($"{end} port", expected.GetInteger($"{end}_port"), endpoint.Port);
        comparison.Same($"{end} core", expected.GetInteger($"{end}_cpu"), endpoint.Core);
        comparison.Same($"{end} x", expected.GetInteger($"{end}_chip_x"), endpoint.Chip.X);
        comparison.Same($"{end} y", expected.GetInteger($"{end}_chip_y"), endpoint.Chip.Y);
    }
}
