using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Tags;

namespace SpiNNMan.Async.Conformance.Models;

/// <summary>The library's constants by SpiNNMan's names.</summary>
internal static class ConstantTable
{
    public static IReadOnlyDictionary<string, double> Constants { get; } = new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["BMP_ADC_MAX"] = AdcInfo.MaxReading,
        ["BMP_MISSING_FAN"] = AdcInfo.NoFan,
        ["BMP_MISSING_TEMP"] = AdcInfo.NoProbe,
        ["BMP_TEMP_SCALE"] = AdcInfo.TemperatureScale,
        ["BMP_V_SCALE_12"] = AdcInfo.SupplyScale,
        ["BMP_V_SCALE_2_5"] = AdcInfo.LowScale,
        ["BMP_V_SCALE_3_3"] = AdcInfo.MiddleScale,
        ["BMP_POST_POWER_ON_SLEEP_TIME"] = DefaultTimes.AfterPowerOn.TotalSeconds,
        ["BMP_POWER_ON_TIMEOUT"] = DefaultTimes.BmpPowerOnTimeout.TotalSeconds,
        ["BMP_TIMEOUT"] = DefaultTimes.BmpTimeout.TotalSeconds,
        ["BOOT_RETRIES"] = DefaultTimes.BootRetries,
        ["CPU_INFO_BYTES"] = CoreInfo.Size,
        ["CPU_INFO_OFFSET"] = MemoryMap.CoreInfos,
        ["CPU_IOBUF_ADDRESS_OFFSET"] = CoreInfo.IobufAddressOffset,
        ["CPU_MAX_USER"] = CoreInfo.UserRegisterCount - 1,
        ["CPU_USER_OFFSET"] = MemoryMap.GetUserRegisterAddress(0, 1) - MemoryMap.GetUserRegisterAddress(0, 0),
        ["CPU_USER_START_ADDRESS"] = CoreInfo.UserRegistersOffset,
        ["MAX_TAG_ID"] = IPTagEntry.MaxFixedTag,
        ["N_RETRIES"] = DefaultTimes.Retries,
        ["NO_ROUTER_DIAGNOSTIC_FILTERS"] = DiagnosticFilter.Count,
        ["POWER_CYCLE_WAIT_TIME_IN_SECONDS"] = DefaultTimes.PowerCycleWait.TotalSeconds,
        ["ROUTER_DEFAULT_FILTERS_MAX_POSITION"] = DiagnosticFilter.LastDefaultPosition,
        ["ROUTER_DIAGNOSTIC_FILTER_SIZE"] = DiagnosticFilter.Size,
        ["ROUTER_FILTER_CONTROLS_OFFSET"] = MemoryMap.RouterFilters - MemoryMap.Router,
        ["ROUTER_REGISTER_BASE_ADDRESS"] = MemoryMap.Router,
        ["ROUTER_REGISTER_P2P_ADDRESS"] = MemoryMap.P2PTable,
        ["SCP_SCAMP_PORT"] = ScpMessage.Port,
        ["SCP_TIMEOUT"] = DefaultTimes.ScpTimeout.TotalSeconds,
        ["SYSTEM_VARIABLE_BASE_ADDRESS"] = MemoryMap.SystemVariables,
        ["SYSTEM_VARIABLE_BYTES"] = SystemVariable.BlockSize,
        ["UDP_BOOT_CONNECTION_DEFAULT_PORT"] = BootMessage.Port,
        ["UDP_MESSAGE_MAX_SIZE"] = ScpMessage.MaxDataSize,
    };

    public static IReadOnlyDictionary<SystemVariableType, string> VariableTypes { get; } = new Dictionary<SystemVariableType, string>
    {
        [SystemVariableType.Byte] = "BYTE",
        [SystemVariableType.HalfWord] = "SHORT",
        [SystemVariableType.Word] = "INT",
        [SystemVariableType.DoubleWord] = "LONG",
        [SystemVariableType.Bytes] = "BYTE_ARRAY",
    };
}
