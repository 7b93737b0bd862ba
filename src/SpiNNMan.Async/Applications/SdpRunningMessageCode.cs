using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Applications;

/// <summary>The first word of a message to <see cref="SdpPort.RunningCommand"/>: the command for the simulation.</summary>
/// <remarks>Protocol: models.md, "Ports of applications".</remarks>
internal enum SdpRunningMessageCode
{
    /// <summary>6: end.</summary>
    Stop = 6,

    /// <summary>7: run for another time.</summary>
    NewRuntime = 7,

    /// <summary>8: store the provenance data and end.</summary>
    UpdateProvenanceRegionAndExit = 8,

    /// <summary>9: forget the text printed so far.</summary>
    ClearIobuf = 9,
}
