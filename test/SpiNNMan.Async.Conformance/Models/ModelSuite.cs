using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;

namespace SpiNNMan.Async.Conformance.Models;

/// <summary>What is decoded from replies and memory, and what is computed from it.</summary>
internal sealed class ModelSuite : IVectorSuite
{
    private static readonly Dictionary<string, Func<JsonElement, string?>> s_checks = new(StringComparer.Ordinal)
    {
        ["version_info"] = ChipModels.CheckVersionInfo,
        ["scamp_version_compatible"] = ChipModels.CheckCompatible,
        ["chip_info"] = ChipModels.CheckChipInfo,
        ["cpu_info"] = ChipModels.CheckCoreInfo,
        ["vcpu_address"] = ChipModels.CheckCpuAddress,
        ["heap_element"] = ChipModels.CheckHeapElement,
        ["iobuffer_str"] = ChipModels.CheckIobuf,
        ["app_id_range"] = ChipModels.CheckAppIds,
        ["p2p_table"] = RoutingModels.CheckP2PTable,
        ["p2p_column_offset"] = RoutingModels.CheckP2PColumnOffset,
        ["p2p_n_column_bytes"] = RoutingModels.CheckP2PColumnByteCount,
        ["router_diagnostics"] = RoutingModels.CheckDiagnostics,
        ["diagnostic_filter_encode"] = RoutingModels.CheckFilterEncode,
        ["diagnostic_filter_decode"] = RoutingModels.CheckFilterDecode,
        ["route_encode"] = RoutingModels.CheckRouteEncode,
        ["route_decode"] = RoutingModels.CheckRouteDecode,
        ["potential_ethernet_chips"] = BoardModels.CheckEthernetChips,
        ["bmp_from_host"] = BoardModels.CheckBmpFromHost,
        ["adc_info"] = BoardModels.CheckAdcInfo,
    };

    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        ["len(register_values)"] = "counters",
        ["version_data"] = "VersionInfo",
        ["version"] = "VersionInfo",
    };

    public string FileName => "models.json";

    public string? Check(JsonElement record)
    {
        string kind = record.GetString("kind");
        if (!s_checks.TryGetValue(kind, out Func<JsonElement, string?>? check))
            throw new UnknownRecordException($"kind {kind}");

        return record.Has("error") ? ModelError.Check(record.GetProperty("error"), () => check(record), s_names) : check(record);
    }
}
