using SpiNNMan.Async.Model;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>What a program on a simulated core can do.</summary>
/// <remarks>Protocol: virtual-machine.md, "Programs on cores".</remarks>
public interface IVirtualCore
{
    /// <summary>Where the core is.</summary>
    CoreLocation Location { get; }

    /// <summary>The chip with the Ethernet of this board: where messages for hosts leave.</summary>
    ChipLocation Ethernet { get; }

    /// <summary>The time in the machine since it was started.</summary>
    TimeSpan Now { get; }

    /// <summary>Sends a message; it travels once the program has returned. The data is copied.</summary>
    /// <remarks>To reach a host, send to <see cref="SdpEndpoint.Host"/> of <see cref="Ethernet"/> by an IP tag that was set there.</remarks>
    void Send(in SdpMessage message);

    /// <summary>Runs something later, inside the machine, unless the board loses its power or is booted again before.</summary>
    void Schedule(TimeSpan delay, Action action);
}
