using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Scp.Tags;
using SpiNNMan.Async.Wire.Streaming;

namespace SpiNNMan.Async.Fuzz;

/// <summary>Decoders of what boards keep in their memory.</summary>
internal static class ModelTargets
{
    private static readonly string[] s_models = ["models.json"];
    private static readonly string[] s_replies = ["models.json", "scp_responses.json"];

    private delegate bool TryParse<T>(ReadOnlySpan<byte> source, out T value, out PacketError error);

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        Model<VersionInfo>("version-info", s_replies, VersionInfo.TryParse),
        Model("chip-summary-info", s_replies, static (ReadOnlySpan<byte> source, out ChipSummaryInfo info, out PacketError error) =>
            ChipSummaryInfo.TryParse(new ChipLocation(1, 2), source, out info, out error)),
        Model("core-info", s_models, static (ReadOnlySpan<byte> source, out CoreInfo info, out PacketError error) =>
            CoreInfo.TryParse(new CoreLocation(1, 2, 3), source, out info, out error)),
        Model<SystemVariables>("system-variables", s_models, SystemVariables.TryParse),
        Model<ChipStatus>("chip-status", s_models, ChipStatus.TryParse),
        Model("router-diagnostics", s_models, static (ReadOnlySpan<byte> source, out RouterDiagnostics diagnostics, out PacketError error) =>
            RouterDiagnostics.TryParse(0, 0, source, out diagnostics, out error)),
        Model("ip-tag-entries", s_replies, static (ReadOnlySpan<byte> source, out IPTagEntries entries, out PacketError error) =>
            IPTagEntries.TryParse(source, 3, out entries, out error)) with { TextSize = 1 << 16 },
        Model("multicast-table", s_models, static (ReadOnlySpan<byte> source, out string routes, out PacketError error) =>
        {
            error = default;
            var entries = new MulticastRoute[source.Length / MulticastRoute.Size];
            int count = MulticastRoute.ReadTable(source, entries);
            uint sum = 0;
            foreach (MulticastRoute entry in entries.AsSpan(0, count))
                sum = (sum * 31) + (entry.Key ^ entry.Mask ^ entry.Route.Word ^ entry.ApplicationId);

            routes = $"{count} {sum}";
            return true;
        }),
        Model("p2p-column", s_models, static (ReadOnlySpan<byte> source, out string routes, out PacketError error) =>
        {
            var column = new P2PTableRoute[20];
            bool parsed = P2PTable.TryParseColumn(source, column, out error);
            routes = string.Join(' ', column);
            return parsed;
        }),
        Model<MulticastRoute?>("multicast-route", s_models, MulticastRoute.TryParse),
        Model("p2p-table", s_models, static (ReadOnlySpan<byte> source, out P2PTable? table, out PacketError error) =>
            P2PTable.TryParse(2, 9, [source.ToArray(), source.ToArray()], out table, out error)),
        Model<HeapHeader>("heap-header", s_models, HeapHeader.TryParse),
        Model("heap-element", s_models, static (ReadOnlySpan<byte> source, out HeapElement element, out PacketError error) =>
            HeapElement.TryParse(0x6000_0000, source, out element, out error)),
        Model<IobufBlockHeader>("iobuf-block-header", s_models, IobufBlockHeader.TryParse),
        Model<IPTagEntry>("ip-tag-entry", s_replies, IPTagEntry.TryParse),
        Model<IPTagPoolInfo>("ip-tag-pool-info", s_replies, IPTagPoolInfo.TryParse),
        Model<ReinjectionStatus>("reinjection-status", s_replies, ReinjectionStatus.TryParse),
        Model<CoreMap>("core-map", s_models, CoreMap.TryParse),
        Model<AdcInfo>("adc-info", s_replies, AdcInfo.TryParse),
        Model<BmpIdentity>("bmp-identity", s_replies, BmpIdentity.TryParse),
        Model<BmpNetworkAddress>("bmp-network-address", s_replies, BmpNetworkAddress.TryParse),
        Model<BmpNetworkAddresses>("bmp-network-addresses", s_replies, BmpNetworkAddresses.TryParse),
        Model<BmpResetStatus>("bmp-reset-status", s_replies, BmpResetStatus.TryParse),
    ];

    // Most models are only read, never written: what they say of themselves stands for what they hold.
    private static FuzzTarget Model<T>(string name, string[] seeds, TryParse<T> tryParse) => new(name, seeds, Decode(tryParse)) { IsStable = false };

    private static Decode Decode<T>(TryParse<T> tryParse) => (ReadOnlyMemory<byte> input, out PacketError error) =>
        tryParse(input.Span, out T value, out error) ? System.Text.Encoding.UTF8.GetBytes(value?.ToString() ?? "") : null;
}
