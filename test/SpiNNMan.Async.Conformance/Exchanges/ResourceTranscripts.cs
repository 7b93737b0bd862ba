using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Conformance.Models;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;
using SpiNNMan.Async.Wire.Scp.Routing;
using SpiNNMan.Async.Wire.Scp.Tags;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>Tags, allocations, routes.</summary>
internal static class ResourceTranscripts
{
    private const int ScpPort = 17893;
    private const uint TableCopy = 0x6770_0000;

    public static IReadOnlyDictionary<string, TranscriptOperation?> All { get; } = new Dictionary<string, TranscriptOperation?>(StringComparer.Ordinal)
    {
        ["set tags, get_tags, clear the first"] = new(TagsAsync),
        ["reprogram_tag"] = new(ReprogramAsync),
        ["reprogram_tag_to_listener"] = new(ReprogramToListenerAsync),
        ["send_port_trigger_message"] = new(TriggerAsync),
        ["malloc_sdram(size); malloc_sdram(4, tag); free_sdram; free_sdram_by_app_id"] = new(SdramAsync),
        ["load_fixed_route"] = new(LoadFixedRouteAsync),
        ["read_fixed_route"] = new(ReadFixedRouteAsync),
        ["load_routes"] = new(LoadRoutesAsync),
        ["get_multicast_routes"] = new(GetRoutesAsync),
        ["get_heap"] = new(HeapAsync),
    };

    private static async Task<TranscriptResult> TagsAsync(TranscriptCase transcript)
    {
        ScampConnection scamp = await transcript.ScampAsync();
        JsonElement[] tags = transcript.Arguments.GetList("tags");
        foreach (JsonElement tag in tags)
        {
            if (tag.GetString("kind") is "IPTag")
                await scamp.SetIPTagAsync(tag.GetByte("tag"), new IPEndPoint(IPAddress.Parse(tag.GetString("ip_address")), (int)tag.GetInteger("port")), tag.GetBoolean("strip_sdp"));
            else
                await scamp.SetReverseIPTagAsync(tag.GetByte("tag"), VectorJson.Fit<ushort>(tag.GetInteger("port")), Destination(tag).Location, Destination(tag).Port);
        }

        JsonArray found = await ReadTagsAsync(scamp);
        await scamp.ClearIPTagAsync(tags[0].GetByte("tag"));
        return TranscriptResult.Of(found);
    }

    /// <summary>Reads all tags of a board that are in use.</summary>
    public static async Task<JsonArray> ReadTagsAsync(ScampConnection scamp)
    {
        IPTagPoolInfo pool = await scamp.ExecuteAsync(new IPTagGetInfo(scamp.Chip));
        var found = new JsonArray();
        for (byte tag = 0; tag < pool.PoolSize + pool.FixedSize; tag++)
        {
            IPTagEntry entry = await scamp.GetIPTagAsync(tag);
            if (entry.IsInUse)
                found.Add(Describe(entry, tag, scamp));
        }

        return found;
    }

    private static JsonObject Describe(in IPTagEntry entry, byte tag, ScampConnection scamp) => entry.IsReverse
        ? new()
        {
            ["kind"] = "ReverseIPTag",
            ["tag"] = tag,
            ["port"] = entry.ReceivePort,
            ["board_address"] = scamp.RemoteIPAddress?.ToString(),
            ["destination_x"] = entry.Destination.X,
            ["destination_y"] = entry.Destination.Y,
            ["destination_p"] = entry.Destination.Core,
            ["sdp_port"] = entry.DestinationPort,
        }
        : new()
        {
            ["kind"] = "IPTag",
            ["tag"] = tag,
            ["port"] = entry.Port,
            ["board_address"] = scamp.RemoteIPAddress?.ToString(),
            ["destination_x"] = scamp.Chip.X,
            ["destination_y"] = scamp.Chip.Y,
            ["ip_address"] = entry.Address.ToString(),
            ["strip_sdp"] = entry.StripsSdp,
        };

    public static SdpEndpoint Destination(JsonElement tag) => new(
        new ChipLocation(tag.GetByte("destination_x"), tag.GetByte("destination_y")), tag.GetByte("destination_p"), tag.GetByte("sdp_port"));

    private static async Task<TranscriptResult> ReprogramAsync(TranscriptCase transcript)
    {
        ScampConnection scamp = await transcript.ScampAsync();
        await scamp.ExecuteAsync(new IPTagSet(
            scamp.Chip, transcript.Arguments.GetByte("tag"), IPAddress.Any, port: 0, transcript.Arguments.GetBoolean("strip", missing: true), useSender: true));
        return TranscriptResult.None;
    }

    // From a connection without a peer, to any board.
    private static async Task<TranscriptResult> ReprogramToListenerAsync(TranscriptCase transcript)
    {
        JsonElement arguments = transcript.Arguments;
        IPAddress board = IPAddress.Parse(arguments.GetString("ip_address"));
        transcript.Board.Listen(transcript.Network, new IPEndPoint(board, ScpPort), "listener");
        ScampConnection scamp = transcript.Own(await ScampConnection.OpenAsync(transcript.ScampOptions));
        var request = new IPTagSet(transcript.Chip(), arguments.GetByte("tag"), IPAddress.Any, 0, arguments.GetBoolean("strip", missing: true), useSender: true);
        if (!arguments.GetBoolean("read_response", missing: true))
        {
            await scamp.SendScpRequestToAsync(request, transcript.Chip(), board);

            // It is on its way; nobody waits for it.
            transcript.Clock.Advance(TimeSpan.FromSeconds(1));
            return TranscriptResult.None;
        }

        ScpResponse response = await AskUntilAnsweredAsync(tries: 3);
        return response.Result == ScpResult.Ok ? TranscriptResult.None : throw new InvalidOperationException($"the board says {response.Result}");

        async Task<ScpResponse> AskUntilAnsweredAsync(int tries)
        {
            await scamp.SendScpRequestToAsync(request, transcript.Chip(), board);
            try
            {
                return await scamp.ReceiveScpResponseAsync();
            }
            catch (SpinnakerTimeoutException) when (tries > 1)
            {
                return await AskUntilAnsweredAsync(tries - 1);
            }
        }
    }

    private static async Task<TranscriptResult> SdramAsync(TranscriptCase transcript)
    {
        ScampConnection scamp = await transcript.ScampAsync();
        JsonElement arguments = transcript.Arguments;
        byte application = arguments.GetByte("app_id");
        uint first = await scamp.ExecuteAsync(new SdramAllocate(transcript.Chip(), application, arguments.GetUInt32("size")));
        uint second = await scamp.ExecuteAsync(new SdramAllocate(transcript.Chip(), application, sizeof(uint), arguments.GetByte("tag")));
        await scamp.ExecuteAsync(new SdramFree(transcript.Chip(), first));
        uint freed = await scamp.ExecuteAsync(new SdramFreeOfApplication(transcript.Chip(), application));
        return TranscriptResult.Of(new JsonArray(first, second, null, freed));
    }

    // Its bytes count for nothing: it is sent to open a way back through firewalls.
    private static async Task<TranscriptResult> TriggerAsync(TranscriptCase transcript)
    {
        var board = new IPEndPoint(IPAddress.Parse(transcript.Arguments.GetString("board_address")), ScpPort);
        transcript.Board.Listen(transcript.Network, board, "listener");
        UdpConnection connection = transcript.Own(await UdpConnection.OpenAsync(options: transcript.ScampOptions));
        var header = new SdpHeader(SdpFlags.ReplyNotExpected, SdpHeader.NoTag, new SdpEndpoint(new ChipLocation(0, 0), 0, (byte)SdpPort.RunningCommand), default);
        var bytes = new byte[SdpHeader.Size];
        header.ForUdpSend(default).Write(bytes);
        await connection.SendToAsync(bytes, board);
        transcript.Clock.Advance(TimeSpan.FromMilliseconds(1));
        return TranscriptResult.None;
    }

    private static async Task<TranscriptResult> LoadRoutesAsync(TranscriptCase transcript)
    {
        Transceiver transceiver = await transcript.MachineAsync();
        MulticastRoute[] routes =
        [
            .. transcript.Arguments.GetList("routes").Select(route => new MulticastRoute(
                route.GetUInt32("key"),
                route.GetUInt32("mask"),
                new Route(LinkSet.Create(route.Integers("link_ids")), CoreSet.Create(route.Integers("processor_ids"))))),
        ];
        PrepareCopy(transcript, routes);
        await transceiver.Routing.LoadAsync(transcript.Chip(), routes, transcript.Arguments.GetByte("app_id"));
        return TranscriptResult.None;
    }

    // The library looks afterwards whether the chip has what it was given: in the copy of its table, which no recording has.
    private static void PrepareCopy(TranscriptCase transcript, MulticastRoute[] routes)
    {
        RecordedRequest? allocation = transcript.Recording.Requests.FirstOrDefault(request => request.Content.IsCommand && request.Content.Command == ScpCommand.Allocate);
        uint first = allocation?.Answers[^1] is { } answer ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(14)) : 0;
        RecordedMemory memory = transcript.Board.Memory;
        memory.Prepare(transcript.Chip(), MemoryMap.SystemVariables + (uint)SystemVariable.RouterTableCopy.Offset, BitConverter.GetBytes(TableCopy));
        byte[] unused = [0, 0, 0, 0, 0, 0, 0, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0];
        for (uint entry = 0; entry < 1024; entry++)
        {
            byte[] bytes = [.. unused];
            if (entry >= first && entry < first + routes.Length)
            {
                routes[entry - first].Write(bytes, (ushort)(first + routes.Length));
                bytes[2] = transcript.Arguments.GetByte("app_id");
            }

            memory.Prepare(transcript.Chip(), TableCopy + (entry * MulticastRoute.Size), bytes);
        }
    }

    private static async Task<TranscriptResult> GetRoutesAsync(TranscriptCase transcript)
    {
        Transceiver transceiver = await transcript.MachineAsync();
        byte? application = transcript.Arguments.Has("app_id") ? transcript.Arguments.GetByte("app_id") : null;
        IReadOnlyList<MulticastRoute> routes = await transceiver.Routing.GetAsync(transcript.Chip(), application);
        return TranscriptResult.Of(new JsonArray([
            .. routes.Select(route => new JsonObject
            {
                ["key"] = route.Key,
                ["mask"] = route.Mask,
                ["processor_ids"] = Scp.ScpJson.Numbers(route.Route.Cores),
                ["link_ids"] = Scp.ScpJson.Numbers(route.Route.Links),
            }),
        ]));
    }

    private static async Task<TranscriptResult> HeapAsync(TranscriptCase transcript)
    {
        HeapKind kind = transcript.Arguments.GetString("heap") switch
        {
            "sdram_heap_address" => HeapKind.Sdram,
            "system_ram_heap_address" => HeapKind.SystemRam,
            "system_sdram_heap_address" => HeapKind.SystemSdram,
            string heap => throw new UnknownRecordException($"heap {heap}"),
        };
        ChipHeap read = await (await transcript.MachineAsync()).Sdram.GetHeapAsync(transcript.Chip(), kind);
        return TranscriptResult.Of(new JsonArray([
            .. read.Blocks.Select(block => new JsonObject
            {
                ["block_address"] = block.BlockAddress,
                ["next_address"] = block.NextAddress,
                ["size"] = block.Size,
                ["is_free"] = block.IsFree,
                ["tag"] = block.Tag,
                ["app_id"] = block.ApplicationId,
            }),
        ]));
    }

    private static async Task<TranscriptResult> LoadFixedRouteAsync(TranscriptCase transcript)
    {
        JsonElement arguments = transcript.Arguments;
        var route = new Route(LinkSet.Create(arguments.Integers("link_ids")), CoreSet.Create(arguments.Integers("processor_ids")));
        await (await transcript.ScampAsync()).ExecuteAsync(new FixedRouteSet(transcript.Chip(), route, arguments.GetByte("app_id", 0)));
        return TranscriptResult.None;
    }

    private static async Task<TranscriptResult> ReadFixedRouteAsync(TranscriptCase transcript)
    {
        Route route = await (await transcript.ScampAsync()).ExecuteAsync(new FixedRouteRead(transcript.Chip(), transcript.Arguments.GetByte("app_id", 0)));
        return TranscriptResult.Of(new JsonObject
        {
            ["processor_ids"] = Scp.ScpJson.Numbers(route.Cores),
            ["link_ids"] = Scp.ScpJson.Numbers(route.Links),
        });
    }
}
