using System.Globalization;
using System.Numerics;

namespace SpiNNMan.Async.Conformance.Models;

/// <summary>The numbers of the library's enumerations by SpiNNMan's names of class and member.</summary>
internal static class EnumTable
{
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Classes { get; } =
        new Dictionary<string, IReadOnlyDictionary<string, long>>(StringComparer.Ordinal)
        {
            ["AllocFree"] = Numbers(PythonNames.AllocateOperations),
            ["BMPInfo"] = Numbers(PythonNames.BmpInfos),
            ["CPUState"] = Numbers(PythonNames.CoreStates),
            ["DiagnosticFilterDefaultRoutingStatus"] = Bits(PythonNames.FilterDefaultRoutings),
            ["DiagnosticFilterDestination"] = Bits(PythonNames.FilterDestinations),
            ["DiagnosticFilterEmergencyRoutingStatus"] = Bits(PythonNames.FilterEmergencyRoutings),
            ["DiagnosticFilterPacketType"] = Bits(PythonNames.FilterPacketTypes),
            ["DiagnosticFilterPayloadStatus"] = Bits(PythonNames.FilterPayloads),
            ["DiagnosticFilterSource"] = Bits(PythonNames.FilterSources),
            ["EIEIOPrefix"] = Numbers(PythonNames.EieioPrefixes),
            ["EIEIOType"] = Numbers(PythonNames.EieioTypes),
            ["EIEIO_COMMAND_IDS"] = Numbers(PythonNames.EieioCommands),
            ["ExecutableType"] = Numbers(PythonNames.ExecutableTypes),
            ["IPTAG_TIME_OUT_WAIT_TIMES"] = Numbers(PythonNames.IPTagTimeouts),
            ["IPTagCommand"] = Numbers(PythonNames.IPTagOperations),
            ["LEDAction"] = Numbers(PythonNames.LedActions),
            ["MailboxCommand"] = Numbers(PythonNames.MailboxCommands),
            ["P2PTableRoute"] = Numbers(PythonNames.P2PTableRoutes),
            ["PowerCommand"] = Numbers(PythonNames.PowerCommands),
            ["ProxyProtocol"] = Numbers(PythonNames.ProxyProtocols),
            ["READ_TYPES"] = Numbers(PythonNames.AccessUnits),
            ["ROUTER_REGISTER_REGISTERS"] = Numbers(PythonNames.RouterRegisters),
            ["RouterError"] = Numbers(PythonNames.RouterErrorBits),
            ["RunTimeError"] = Numbers(PythonNames.RunTimeErrors),
            ["SCPCommand"] = Numbers(PythonNames.ScpCommands),
            ["SCPResult"] = Numbers(PythonNames.ScpResults),
            ["SDPFlag"] = Numbers(PythonNames.SdpFlagValues),
            ["SDP_PORTS"] = Numbers(PythonNames.SdpPorts),
            ["SDP_RUNNING_MESSAGE_CODES"] = Numbers(PythonNames.SdpRunningMessageCodes),
            ["Signal"] = Numbers(PythonNames.Signals),
            ["SignalType"] = Numbers(PythonNames.SignalTypes),
            ["SpallocState"] = Numbers(PythonNames.SpallocStates),
            ["SpinnakerBootOpCode"] = Numbers(PythonNames.BootOpcodes),
        };

    private static Dictionary<string, long> Numbers<T>(IReadOnlyDictionary<string, T> members)
        where T : struct, Enum =>
        members.ToDictionary(member => member.Key, member => Convert.ToInt64(member.Value, CultureInfo.InvariantCulture), StringComparer.Ordinal);

    // SpiNNMan numbers the bits of a filter, the library has the bits themselves.
    private static Dictionary<string, long> Bits<T>(IReadOnlyDictionary<string, T> members)
        where T : struct, Enum =>
        Numbers(members).ToDictionary(member => member.Key, member => (long)BitOperations.Log2((ulong)member.Value), StringComparer.Ordinal);
}
