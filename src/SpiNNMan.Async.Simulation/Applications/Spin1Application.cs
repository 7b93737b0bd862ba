using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Stands for an image on the spin1 API that nobody acts: it waits for the first synchronisation, as such programs usually do, and runs.</summary>
internal sealed class Spin1Application(string name) : IVirtualCoreApplication
{
    public string Name => name;

    public bool UsesSpin1Api => true;

    public void OnStart(IVirtualCore core) => core.WaitAtBarrier();

    /// <summary>Messages are not for it.</summary>
    public void OnMessage(IVirtualCore core, in SdpMessage message)
    {
        // What it would do with them only the image knows.
    }
}
