using System.Net;
using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Conformance.Exchanges;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp.Memory;
using SpiNNMan.Async.Wire.Scp.Routing;
using SpiNNMan.Async.Wire.Scp.Tags;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Conformance.Steps;

/// <summary>SDRAM, routes and tags, call by call.</summary>
internal static class ResourceSteps
{
    public static IReadOnlyDictionary<string, Step> All { get; } = new Dictionary<string, Step>(StringComparer.Ordinal)
    {
        ["malloc_sdram"] = AllocateAsync,
        ["free_sdram"] = FreeAsync,
        ["free_sdram_by_app_id"] = FreeApplicationAsync,
        ["clear_multicast_routes"] = ClearRoutesAsync,
        ["set_ip_tag"] = SetTagAsync,
        ["set_reverse_ip_tag"] = SetReverseTagAsync,
        ["clear_ip_tag"] = ClearTagAsync,
        ["get_tags"] = async static (transcript, _) => TranscriptResult.Of(await ResourceTranscripts.ReadTagsAsync(await transcript.ScampAsync())),
    };

    private static async Task<TranscriptResult> AllocateAsync(TranscriptCase transcript, StepArguments arguments)
    {
        byte? tag = arguments.Has("tag", 1) ? arguments.Byte("tag", 1) : null;
        uint address = await (await transcript.ScampAsync()).ExecuteAsync(
            new SdramAllocate(Chip(arguments), arguments.Byte("app_id"), arguments.UInt32("size", 0), tag));
        return TranscriptResult.Of(address);
    }

    private static async Task<TranscriptResult> FreeAsync(TranscriptCase transcript, StepArguments arguments)
    {
        string name = arguments.Has("base_address") ? "base_address" : "address";
        await (await transcript.ScampAsync()).ExecuteAsync(new SdramFree(Chip(arguments), arguments.UInt32(name, 0)));
        return TranscriptResult.None;
    }

    private static async Task<TranscriptResult> FreeApplicationAsync(TranscriptCase transcript, StepArguments arguments) =>
        TranscriptResult.Of(await (await transcript.ScampAsync()).ExecuteAsync(new SdramFreeOfApplication(Chip(arguments), arguments.Byte("app_id"))));

    private static async Task<TranscriptResult> ClearRoutesAsync(TranscriptCase transcript, StepArguments arguments)
    {
        ChipLocation chip = arguments.Record.Has("route_chip")
            ? new ChipLocation(VectorJson.Fit<byte>(arguments.Integers("route_chip")[0]), VectorJson.Fit<byte>(arguments.Integers("route_chip")[1]))
            : Chip(arguments);
        await (await transcript.ScampAsync()).ExecuteAsync(new RouterClear(chip));
        return TranscriptResult.None;
    }

    private static async Task<TranscriptResult> SetTagAsync(TranscriptCase transcript, StepArguments arguments)
    {
        JsonElement tag = Tag(arguments);
        ScampConnection scamp = await transcript.ScampAsync();
        await scamp.ExecuteAsync(new IPTagSet(
            scamp.Chip,
            tag.GetByte("tag"),
            IPAddress.Parse(tag.GetString("ip_address")),
            VectorJson.Fit<ushort>(tag.GetInteger("port")),
            tag.GetBoolean("strip_sdp"),
            tag.GetBoolean("use_sender")));
        return TranscriptResult.None;
    }

    private static async Task<TranscriptResult> SetReverseTagAsync(TranscriptCase transcript, StepArguments arguments)
    {
        JsonElement tag = Tag(arguments);
        SdpEndpoint destination = ResourceTranscripts.Destination(tag);
        await (await transcript.ScampAsync()).SetReverseIPTagAsync(tag.GetByte("tag"), VectorJson.Fit<ushort>(tag.GetInteger("port")), destination.Location, destination.Port);
        return TranscriptResult.None;
    }

    private static async Task<TranscriptResult> ClearTagAsync(TranscriptCase transcript, StepArguments arguments)
    {
        byte tag = arguments.Has("tag", 0) ? arguments.Byte("tag", 0) : Tag(arguments).GetByte("tag");
        await (await transcript.ScampAsync()).ClearIPTagAsync(tag);
        return TranscriptResult.None;
    }

    // Under a name of its own, or the arguments themselves.
    private static JsonElement Tag(StepArguments arguments)
    {
        foreach (string name in (string[])["ip_tag", "reverse_ip_tag", "tag"])
        {
            if (arguments.Record.Has(name) && arguments.Record.GetProperty(name).ValueKind == JsonValueKind.Object)
                return arguments.Record.GetProperty(name);
        }

        return arguments.Record;
    }

    private static ChipLocation Chip(StepArguments arguments) => new(arguments.Byte("x"), arguments.Byte("y"));
}
