using SpiNNMan.Async.Conformance.Checking;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>Operations on memory.</summary>
internal static class MemoryTranscripts
{
    public static IReadOnlyDictionary<string, TranscriptOperation?> All { get; } = new Dictionary<string, TranscriptOperation?>(StringComparer.Ordinal)
    {
        ["read_memory"] = new(async transcript => Bytes(await (await transcript.ScampAsync()).ReadMemoryAsync(
            transcript.Core(), transcript.Arguments.GetUInt32("base_address"), (int)transcript.Arguments.GetInteger("length")))),
        ["write_memory_from_bytearray"] = new(WriteAsync),
        ["write_memory_from_reader"] = new(WriteAsync),
        ["read_link_memory"] = null,
        ["write_link_memory_from_bytearray"] = null,
        ["write_link_memory_from_reader"] = null,
        ["write_memory_flood_from_bytearray"] = null,
        ["write_memory_flood_from_reader"] = null,
    };

    private static TranscriptResult Bytes(byte[] bytes) => new((comparison, expected) => comparison.SameBytes("bytes", expected.GetHex("hex"), bytes));

    // The reference gives a sum of the words if asked for, which here is for the caller to make.
    private static async Task<TranscriptResult> WriteAsync(TranscriptCase transcript)
    {
        byte[] data = transcript.Data();
        await (await transcript.ScampAsync()).WriteMemoryAsync(transcript.Core(), transcript.Arguments.GetUInt32("base_address"), data);
        return TranscriptResult.Of(transcript.Arguments.GetBoolean("get_sum") ? Sum(data) : 0);
    }

    private static uint Sum(ReadOnlySpan<byte> data)
    {
        uint sum = 0;
        for (int i = 0; i < data.Length; i++)
            sum += (uint)data[i] << (8 * (i % sizeof(uint)));

        return sum;
    }
}
