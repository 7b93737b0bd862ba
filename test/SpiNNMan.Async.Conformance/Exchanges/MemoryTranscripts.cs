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
        ["write_memory_from_reader"] = new(WriteFromStreamAsync),
        ["read_link_memory"] = new(ReadNeighbourAsync),
        ["write_link_memory_from_bytearray"] = new(WriteNeighbourAsync),
        ["write_link_memory_from_reader"] = new(WriteNeighbourAsync),
        ["write_memory_flood_from_bytearray"] = new(FloodAsync),
        ["write_memory_flood_from_reader"] = new(FloodAsync),
    };

    private static TranscriptResult Bytes(byte[] bytes) => new((comparison, expected) => comparison.SameBytes("bytes", expected.GetHex("hex"), bytes));

    private static async Task<TranscriptResult> WriteAsync(TranscriptCase transcript)
    {
        Transceiver transceiver = await transcript.MachineAsync();
        uint sum = await transceiver.Memory.WriteWithChecksumAsync(transcript.Core(), Address(transcript), transcript.Data());
        return TranscriptResult.Of(transcript.Arguments.GetBoolean("get_sum") ? sum : 0);
    }

    // Of a stream, the sum is for the caller to make.
    private static async Task<TranscriptResult> WriteFromStreamAsync(TranscriptCase transcript)
    {
        Transceiver transceiver = await transcript.MachineAsync();
        byte[] data = transcript.Data();
        using var stream = new MemoryStream(data);
        long written = await transceiver.Memory.WriteAsync(transcript.Core(), Address(transcript), stream, data.Length);
        if (written != data.Length)
            throw new InvalidOperationException($"{written} of {data.Length} bytes were written");

        return TranscriptResult.Of(transcript.Arguments.GetBoolean("get_sum") ? Sum(data) : 0);
    }

    private static async Task<TranscriptResult> ReadNeighbourAsync(TranscriptCase transcript)
    {
        Transceiver transceiver = await transcript.MachineAsync();
        var bytes = new byte[transcript.Arguments.GetInteger("length")];
        await transceiver.Memory.ReadNeighbourAsync(transcript.Chip(), Link(transcript), Address(transcript), bytes);
        return Bytes(bytes);
    }

    private static async Task<TranscriptResult> WriteNeighbourAsync(TranscriptCase transcript)
    {
        Transceiver transceiver = await transcript.MachineAsync();
        await transceiver.Memory.WriteNeighbourAsync(transcript.Chip(), Link(transcript), Address(transcript), transcript.Data());
        return TranscriptResult.Of(0);
    }

    // Not verified: the board of the recording has not got the memory of every chip.
    private static async Task<TranscriptResult> FloodAsync(TranscriptCase transcript)
    {
        Transceiver transceiver = await transcript.MachineAsync();
        await transceiver.Memory.WriteFloodAsync(Address(transcript), transcript.Data(), verify: false);
        return TranscriptResult.None;
    }

    private static uint Address(TranscriptCase transcript) => transcript.Arguments.GetUInt32("base_address");

    private static int Link(TranscriptCase transcript) => (int)transcript.Arguments.GetInteger("link");

    private static uint Sum(ReadOnlySpan<byte> data)
    {
        uint sum = 0;
        for (int i = 0; i < data.Length; i++)
            sum += (uint)data[i] << (8 * (i % sizeof(uint)));

        return sum;
    }
}
