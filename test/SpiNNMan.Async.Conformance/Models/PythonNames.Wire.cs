using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Conformance.Models;

/// <content>Those of messages.</content>
internal static partial class PythonNames
{
    public static IReadOnlyDictionary<string, AllocateOperation> AllocateOperations { get; } = new Dictionary<string, AllocateOperation>(StringComparer.Ordinal)
    {
        ["ALLOC_SDRAM"] = AllocateOperation.AllocateSdram,
        ["FREE_SDRAM_BY_POINTER"] = AllocateOperation.FreeSdram,
        ["FREE_SDRAM_BY_APP_ID"] = AllocateOperation.FreeSdramOfApplication,
        ["ALLOC_ROUTING"] = AllocateOperation.AllocateRouterEntries,
        ["FREE_ROUTING_BY_POINTER"] = AllocateOperation.FreeRouterEntries,
        ["FREE_ROUTING_BY_APP_ID"] = AllocateOperation.FreeRouterEntriesOfApplication,
    };

    public static IReadOnlyDictionary<string, EieioPrefix> EieioPrefixes { get; } = new Dictionary<string, EieioPrefix>(StringComparer.Ordinal)
    {
        ["LOWER_HALF_WORD"] = EieioPrefix.LowerHalfWord,
        ["UPPER_HALF_WORD"] = EieioPrefix.UpperHalfWord,
    };

    public static IReadOnlyDictionary<string, EieioType> EieioTypes { get; } = new Dictionary<string, EieioType>(StringComparer.Ordinal)
    {
        ["KEY_16_BIT"] = EieioType.Key16Bit,
        ["KEY_PAYLOAD_16_BIT"] = EieioType.KeyPayload16Bit,
        ["KEY_32_BIT"] = EieioType.Key32Bit,
        ["KEY_PAYLOAD_32_BIT"] = EieioType.KeyPayload32Bit,
    };

    public static IReadOnlyDictionary<string, EieioCommand> EieioCommands { get; } = new Dictionary<string, EieioCommand>(StringComparer.Ordinal)
    {
        ["DATABASE"] = EieioCommand.Database,
        ["EVENT_PADDING"] = EieioCommand.EventPadding,
        ["EVENT_STOP"] = EieioCommand.EventStop,
        ["STOP_SENDING_REQUESTS"] = EieioCommand.StopSendingRequests,
        ["START_SENDING_REQUESTS"] = EieioCommand.StartSendingRequests,
        ["SPINNAKER_REQUEST_BUFFERS"] = EieioCommand.SpinnakerRequestBuffers,
        ["HOST_SEND_SEQUENCED_DATA"] = EieioCommand.HostSendSequencedData,
        ["SPINNAKER_REQUEST_READ_DATA"] = EieioCommand.SpinnakerRequestReadData,
        ["HOST_DATA_READ"] = EieioCommand.HostDataRead,
        ["STOP_PAUSE_NOTIFICATION"] = EieioCommand.StopPauseNotification,
        ["START_RESUME_NOTIFICATION"] = EieioCommand.StartResumeNotification,
        ["HOST_DATA_READ_ACK"] = EieioCommand.HostDataReadAck,
    };

    public static IReadOnlyDictionary<string, IPTagOperation> IPTagOperations { get; } = new Dictionary<string, IPTagOperation>(StringComparer.Ordinal)
    {
        ["NEW"] = IPTagOperation.New,
        ["SET"] = IPTagOperation.Set,
        ["GET"] = IPTagOperation.Get,
        ["CLR"] = IPTagOperation.Clear,
        ["TTO"] = IPTagOperation.Timeout,
    };

    public static IReadOnlyDictionary<string, AccessUnit> AccessUnits { get; } = new Dictionary<string, AccessUnit>(StringComparer.Ordinal)
    {
        ["BYTE"] = AccessUnit.Byte,
        ["HALF_WORD"] = AccessUnit.HalfWord,
        ["WORD"] = AccessUnit.Word,
    };

    public static IReadOnlyDictionary<string, ScpCommand> ScpCommands { get; } = new Dictionary<string, ScpCommand>(StringComparer.Ordinal)
    {
        ["CMD_VER"] = ScpCommand.Version,
        ["CMD_RUN"] = ScpCommand.Run,
        ["CMD_READ"] = ScpCommand.Read,
        ["CMD_WRITE"] = ScpCommand.Write,
        ["CMD_APLX"] = ScpCommand.Aplx,
        ["CMD_FILL"] = ScpCommand.Fill,
        ["CMD_REMAP"] = ScpCommand.Remap,
        ["CMD_LINK_READ"] = ScpCommand.LinkRead,
        ["CMD_LINK_WRITE"] = ScpCommand.LinkWrite,
        ["CMD_AR"] = ScpCommand.ApplicationRun,
        ["CMD_NNP"] = ScpCommand.NearestNeighbourPacket,
        ["CMD_APP_COPY_RUN"] = ScpCommand.ApplicationCopyRun,
        ["CMD_SIG"] = ScpCommand.Signal,
        ["CMD_FFD"] = ScpCommand.FloodFillData,
        ["CMD_AS"] = ScpCommand.ApplicationStart,
        ["CMD_LED"] = ScpCommand.Led,
        ["CMD_IPTAG"] = ScpCommand.IPTag,
        ["CMD_SROM"] = ScpCommand.SerialRom,
        ["CMD_ALLOC"] = ScpCommand.Allocate,
        ["CMD_RTR"] = ScpCommand.Router,
        ["CMD_DPRI"] = ScpCommand.DroppedPacketReinjection,
        ["CMD_INFO"] = ScpCommand.ChipInfo,
        ["CMD_SYNC"] = ScpCommand.Sync,
        ["CMD_BMP_INFO"] = ScpCommand.BmpInfo,
        ["CMD_FLASH_COPY"] = ScpCommand.FlashCopy,
        ["CMD_FLASH_ERASE"] = ScpCommand.FlashErase,
        ["CMD_FLASH_WRITE"] = ScpCommand.FlashWrite,
        ["CMD_RESET"] = ScpCommand.BmpReset,
        ["CMD_BMP_POWER"] = ScpCommand.BmpPower,
        ["CMD_TUBE"] = ScpCommand.Tube,
    };

    public static IReadOnlyDictionary<string, ScpResult> ScpResults { get; } = new Dictionary<string, ScpResult>(StringComparer.Ordinal)
    {
        ["RC_OK"] = ScpResult.Ok,
        ["RC_LEN"] = ScpResult.BadLength,
        ["RC_SUM"] = ScpResult.BadChecksum,
        ["RC_CMD"] = ScpResult.BadCommand,
        ["RC_ARG"] = ScpResult.BadArgument,
        ["RC_PORT"] = ScpResult.BadPort,
        ["RC_TIMEOUT"] = ScpResult.Timeout,
        ["RC_ROUTE"] = ScpResult.NoRoute,
        ["RC_CPU"] = ScpResult.BadCore,
        ["RC_DEAD"] = ScpResult.DeadCore,
        ["RC_BUF"] = ScpResult.NoBuffer,
        ["RC_P2P_NOREPLY"] = ScpResult.P2PNoReply,
        ["RC_P2P_REJECT"] = ScpResult.P2PReject,
        ["RC_P2P_BUSY"] = ScpResult.P2PBusy,
        ["RC_P2P_TIMEOUT"] = ScpResult.P2PTimeout,
        ["RC_PKT_TX"] = ScpResult.PacketTransmit,
    };

    public static IReadOnlyDictionary<string, SdpFlags> SdpFlagValues { get; } = new Dictionary<string, SdpFlags>(StringComparer.Ordinal)
    {
        ["REPLY_NOT_EXPECTED"] = SdpFlags.ReplyNotExpected,
        ["REPLY_EXPECTED"] = SdpFlags.ReplyExpected,
        ["REPLY_NOT_EXPECTED_NO_P2P"] = SdpFlags.ReplyNotExpectedNoP2P,
        ["REPLY_EXPECTED_NO_P2P"] = SdpFlags.ReplyExpectedNoP2P,
    };

    public static IReadOnlyDictionary<string, BootOpcode> BootOpcodes { get; } = new Dictionary<string, BootOpcode>(StringComparer.Ordinal)
    {
        ["HELLO"] = BootOpcode.Hello,
        ["FLOOD_FILL_START"] = BootOpcode.FloodFillStart,
        ["FLOOD_FILL_BLOCK"] = BootOpcode.FloodFillBlock,
        ["FLOOD_FILL_CONTROL"] = BootOpcode.FloodFillControl,
    };
}
