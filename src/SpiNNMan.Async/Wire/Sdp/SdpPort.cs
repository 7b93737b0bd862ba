using SpiNNMan.Async.Applications;

namespace SpiNNMan.Async.Wire.Sdp;

/// <summary>The SDP ports that applications listen on by custom.</summary>
/// <remarks>Protocol: models.md, "Ports of applications".</remarks>
public enum SdpPort : byte
{
    /// <summary>0: commands to the monitor or to the support library of the core.</summary>
    Command = 0,

    /// <summary>1: buffered input.</summary>
    InputBuffering = 1,

    /// <summary>2: buffered output.</summary>
    OutputBuffering = 2,

    /// <summary>3: control of a running simulation, see <see cref="SdpRunningMessageCode"/>.</summary>
    RunningCommand = 3,

    /// <summary>4: packet reinjection of the extra monitor.</summary>
    ExtraMonitorReinjection = 4,

    /// <summary>5: fast data out of the extra monitor.</summary>
    ExtraMonitorDataSpeedUp = 5,

    /// <summary>6: fast data in of the extra monitor.</summary>
    ExtraMonitorDataInSpeedUp = 6,
}
