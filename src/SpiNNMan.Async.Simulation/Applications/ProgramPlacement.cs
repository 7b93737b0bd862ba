using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>A program that runs on a core as soon as its board is booted. No host has to load it.</summary>
/// <param name="Core">The core, 1 to 17, of a chip of the machine.</param>
/// <param name="Create">Makes the program, once for each boot.</param>
/// <remarks>Protocol: virtual-machine.md, "Programs on cores".</remarks>
public sealed record ProgramPlacement(CoreLocation Core, Func<IVirtualCoreApplication> Create)
{
    /// <summary>The number under which hosts know the application, 1 to 255. The default is 16.</summary>
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
