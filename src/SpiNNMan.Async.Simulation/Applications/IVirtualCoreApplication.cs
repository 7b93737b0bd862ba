using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>The behaviour of a simulated core besides answering memory commands. Implement it for programs of your own.</summary>
/// <remarks>
/// Its methods are called one at a time, inside the machine. They must return soon, and must not wait for the machine.
/// An exception stops the core with a run-time error, as a fault does on a board.
/// Protocol: virtual-machine.md, "Programs on cores".
/// </remarks>
public interface IVirtualCoreApplication
{
    /// <summary>The name that a host sees in the state of the core. The first 15 characters are kept.</summary>
    string Name { get; }

    /// <summary>Whether it behaves as programs on the spin1 API do: the signal EXIT does not end it, and PAUSE changes its state but does not stop it. The default is
    /// <see langword="false"/>.</summary>
    bool UsesSpin1Api => false;

    /// <summary>Whether messages from hosts to a port are a stream. The monitor with the Ethernet works on each for <see cref="ServiceTime.PerStreamedDatagram"/>. The default is
    /// <see langword="false"/>.</summary>
    /// <param name="port">The port, 1 to 7.</param>
    bool TakesStream(byte port) => false;

    /// <summary>The program begins: the core was started and, if it had to wait for a signal, the signal came.</summary>
    /// <param name="core">The core.</param>
    void OnStart(IVirtualCore core)
    {
    }

    /// <summary>The barrier at which the program waited is open.</summary>
    /// <param name="core">The core.</param>
    void OnBarrier(IVirtualCore core)
    {
    }

    /// <summary>A signal came that does not start, stop or release the program: PAUSE, CONT, EXIT, TIMER or USR0 to USR3.</summary>
    /// <param name="core">The core.</param>
    /// <param name="signal">The signal.</param>
    void OnSignal(IVirtualCore core, Signal signal)
    {
    }

    /// <summary>A multicast packet came, which the routing table of the chip leads to this core.</summary>
    /// <param name="core">The core.</param>
    /// <param name="key">The key of the packet.</param>
    /// <param name="payload">The word that came with it, if there is one.</param>
    void OnMulticast(IVirtualCore core, uint key, uint? payload)
    {
    }

    /// <summary>A fixed-route packet came, whose route ends at this core.</summary>
    /// <param name="core">The core.</param>
    /// <param name="data">The word in the packet.</param>
    /// <param name="payload">The word that came with it, if there is one.</param>
    void OnFixedRoute(IVirtualCore core, uint data, uint? payload)
    {
    }

    /// <summary>A message came for one of the ports 1 to 7 of the core.</summary>
    /// <param name="core">The core, for the answer.</param>
    /// <param name="message">The message. Its data is only valid during the call.</param>
    void OnMessage(IVirtualCore core, in SdpMessage message);
}
