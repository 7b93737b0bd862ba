using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>The route of multicast packets from one chip to cores of any chips: an entry in the routing table of each chip on the path.</summary>
/// <param name="Key">The bits under the mask that a key of these packets has.</param>
/// <param name="Mask">The bits that are compared.</param>
/// <param name="From">The chip on which they are sent.</param>
/// <param name="To">The cores that get them.</param>
/// <remarks>Protocol: virtual-machine.md, "Programs on cores".</remarks>
public sealed record PacketRoute(uint Key, uint Mask, ChipLocation From, IReadOnlyList<CoreLocation> To)
{
    /// <summary>The number of the application that the entries belong to, 1 to 255. The default is 16. Stopping that application removes them.</summary>
    public byte ApplicationId
    {
        get;
        init
        {
            InvalidParameterException.ThrowIfOutside(value, 1, byte.MaxValue, nameof(ApplicationId));
            field = value;
        }
    } = 16;
}
