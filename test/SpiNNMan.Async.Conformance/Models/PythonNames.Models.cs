using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Protocol;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Scp.Chips;
using SpiNNMan.Async.Wire.Scp.Tags;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Conformance.Models;

/// <content>Those of chips, cores and boards.</content>
internal static partial class PythonNames
{
    public static IReadOnlyDictionary<string, BmpInfo> BmpInfos { get; } = new Dictionary<string, BmpInfo>(StringComparer.Ordinal)
    {
        ["SERIAL"] = BmpInfo.Serial,
        ["CAN_STATUS"] = BmpInfo.CanStatus,
        ["ADC"] = BmpInfo.Adc,
        ["IP_ADDR"] = BmpInfo.IPAddress,
    };

    public static IReadOnlyDictionary<string, CoreState> CoreStates { get; } = new Dictionary<string, CoreState>(StringComparer.Ordinal)
    {
        ["DEAD"] = CoreState.Dead,
        ["POWERED_DOWN"] = CoreState.PoweredDown,
        ["RUN_TIME_EXCEPTION"] = CoreState.RunTimeException,
        ["WATCHDOG"] = CoreState.Watchdog,
        ["INITIALISING"] = CoreState.Initialising,
        ["READY"] = CoreState.Ready,
        ["C_MAIN"] = CoreState.CMain,
        ["RUNNING"] = CoreState.Running,
        ["SYNC0"] = CoreState.Sync0,
        ["SYNC1"] = CoreState.Sync1,
        ["PAUSED"] = CoreState.Paused,
        ["FINISHED"] = CoreState.Finished,
        ["CPU_STATE_12"] = CoreState.State12,
        ["CPU_STATE_13"] = CoreState.State13,
        ["CPU_STATE_14"] = CoreState.State14,
        ["IDLE"] = CoreState.Idle,
    };

    public static IReadOnlyDictionary<string, ExecutableType> ExecutableTypes { get; } = new Dictionary<string, ExecutableType>(StringComparer.Ordinal)
    {
        ["RUNNING"] = ExecutableType.Running,
        ["SYNC"] = ExecutableType.Sync,
        ["USES_SIMULATION_INTERFACE"] = ExecutableType.UsesSimulationInterface,
        ["NO_APPLICATION"] = ExecutableType.NoApplication,
        ["SYSTEM"] = ExecutableType.System,
    };

    public static IReadOnlyDictionary<string, LedAction> LedActions { get; } = new Dictionary<string, LedAction>(StringComparer.Ordinal)
    {
        ["TOGGLE"] = LedAction.Toggle,
        ["OFF"] = LedAction.Off,
        ["ON"] = LedAction.On,
    };

    public static IReadOnlyDictionary<string, MailboxCommand> MailboxCommands { get; } = new Dictionary<string, MailboxCommand>(StringComparer.Ordinal)
    {
        ["SHM_IDLE"] = MailboxCommand.Idle,
        ["SHM_MSG"] = MailboxCommand.Message,
        ["SHM_NOP"] = MailboxCommand.Nop,
        ["SHM_SIGNAL"] = MailboxCommand.Signal,
        ["SHM_CMD"] = MailboxCommand.Command,
    };

    public static IReadOnlyDictionary<string, PowerCommand> PowerCommands { get; } = new Dictionary<string, PowerCommand>(StringComparer.Ordinal)
    {
        ["POWER_OFF"] = PowerCommand.PowerOff,
        ["POWER_ON"] = PowerCommand.PowerOn,
    };

    public static IReadOnlyDictionary<string, RunTimeError> RunTimeErrors { get; } = new Dictionary<string, RunTimeError>(StringComparer.Ordinal)
    {
        ["NONE"] = RunTimeError.None,
        ["RESET"] = RunTimeError.Reset,
        ["UNDEF"] = RunTimeError.UndefinedInstruction,
        ["SVC"] = RunTimeError.SupervisorCall,
        ["PABT"] = RunTimeError.PrefetchAbort,
        ["DABT"] = RunTimeError.DataAbort,
        ["IRQ"] = RunTimeError.UnhandledIrq,
        ["FIQ"] = RunTimeError.UnhandledFiq,
        ["VIC"] = RunTimeError.UnconfiguredVector,
        ["ABORT"] = RunTimeError.Abort,
        ["MALLOC"] = RunTimeError.OutOfMemory,
        ["DIVBY0"] = RunTimeError.DivideByZero,
        ["EVENT"] = RunTimeError.EventStartup,
        ["SWERR"] = RunTimeError.SoftwareError,
        ["IOBUF"] = RunTimeError.Iobuf,
        ["ENABLE"] = RunTimeError.BadEnable,
        ["NULL"] = RunTimeError.NullPointer,
        ["PKT"] = RunTimeError.PacketStartup,
        ["TIMER"] = RunTimeError.TimerStartup,
        ["API"] = RunTimeError.ApiStartup,
        ["SARK_VERSRION_INCORRECT"] = RunTimeError.SarkVersionIncorrect,
    };

    public static IReadOnlyDictionary<string, SdpPort> SdpPorts { get; } = new Dictionary<string, SdpPort>(StringComparer.Ordinal)
    {
        ["INPUT_BUFFERING_SDP_PORT"] = SdpPort.InputBuffering,
        ["OUTPUT_BUFFERING_SDP_PORT"] = SdpPort.OutputBuffering,
        ["RUNNING_COMMAND_SDP_PORT"] = SdpPort.RunningCommand,
        ["EXTRA_MONITOR_CORE_REINJECTION"] = SdpPort.ExtraMonitorReinjection,
        ["EXTRA_MONITOR_CORE_DATA_SPEED_UP"] = SdpPort.ExtraMonitorDataSpeedUp,
        ["EXTRA_MONITOR_CORE_DATA_IN_SPEED_UP"] = SdpPort.ExtraMonitorDataInSpeedUp,
    };

    public static IReadOnlyDictionary<string, SdpRunningMessageCode> SdpRunningMessageCodes { get; } = new Dictionary<string, SdpRunningMessageCode>(StringComparer.Ordinal)
    {
        ["SDP_STOP_ID_CODE"] = SdpRunningMessageCode.Stop,
        ["SDP_NEW_RUNTIME_ID_CODE"] = SdpRunningMessageCode.NewRuntime,
        ["SDP_UPDATE_PROVENCE_REGION_AND_EXIT"] = SdpRunningMessageCode.UpdateProvenanceRegionAndExit,
        ["SDP_CLEAR_IOBUF_CODE"] = SdpRunningMessageCode.ClearIobuf,
    };

    public static IReadOnlyDictionary<string, Signal> Signals { get; } = new Dictionary<string, Signal>(StringComparer.Ordinal)
    {
        ["INITIALISE"] = Signal.Initialise,
        ["POWER_DOWN"] = Signal.PowerDown,
        ["STOP"] = Signal.Stop,
        ["START"] = Signal.Start,
        ["SYNC0"] = Signal.Sync0,
        ["SYNC1"] = Signal.Sync1,
        ["PAUSE"] = Signal.Pause,
        ["CONTINUE"] = Signal.Continue,
        ["EXIT"] = Signal.Exit,
        ["TIMER"] = Signal.Timer,
        ["USER_0"] = Signal.User0,
        ["USER_1"] = Signal.User1,
        ["USER_2"] = Signal.User2,
        ["USER_3"] = Signal.User3,
    };

    public static IReadOnlyDictionary<string, SignalType> SignalTypes { get; } = new Dictionary<string, SignalType>(StringComparer.Ordinal)
    {
        ["MULTICAST"] = SignalType.Multicast,
        ["POINT_TO_POINT"] = SignalType.PointToPoint,
        ["NEAREST_NEIGHBOUR"] = SignalType.NearestNeighbour,
    };

    public static IReadOnlyDictionary<string, JobState> SpallocStates { get; } = new Dictionary<string, JobState>(StringComparer.Ordinal)
    {
        ["UNKNOWN"] = JobState.Unknown,
        ["QUEUED"] = JobState.Queued,
        ["POWER"] = JobState.Power,
        ["READY"] = JobState.Ready,
        ["DESTROYED"] = JobState.Destroyed,
    };

    public static IReadOnlyDictionary<string, TunnelOperation> ProxyProtocols { get; } = new Dictionary<string, TunnelOperation>(StringComparer.Ordinal)
    {
        ["OPEN"] = TunnelOperation.Open,
        ["CLOSE"] = TunnelOperation.Close,
        ["MSG"] = TunnelOperation.Message,
        ["OPEN_UNBOUND"] = TunnelOperation.OpenUnconnected,
        ["MSG_TO"] = TunnelOperation.MessageTo,
        ["ERROR"] = TunnelOperation.Error,
    };

    public static IReadOnlyDictionary<string, IPTagTimeout> IPTagTimeouts { get; } = new Dictionary<string, IPTagTimeout>(StringComparer.Ordinal)
    {
        ["TIMEOUT_10_ms"] = IPTagTimeout.Milliseconds10,
        ["TIMEOUT_20_ms"] = IPTagTimeout.Milliseconds20,
        ["TIMEOUT_40_ms"] = IPTagTimeout.Milliseconds40,
        ["TIMEOUT_80_ms"] = IPTagTimeout.Milliseconds80,
        ["TIMEOUT_160_ms"] = IPTagTimeout.Milliseconds160,
        ["TIMEOUT_320_ms"] = IPTagTimeout.Milliseconds320,
        ["TIMEOUT_640_ms"] = IPTagTimeout.Milliseconds640,
        ["TIMEOUT_1280_ms"] = IPTagTimeout.Milliseconds1280,
        ["TIMEOUT_2560_ms"] = IPTagTimeout.Milliseconds2560,
    };
}
