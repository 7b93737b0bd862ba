using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Chips;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>Finds the program that acts an image which is started on a core. What none acts is executed, if it can be.</summary>
internal interface IProgramSource
{
    /// <summary>Finds a program for one core.</summary>
    /// <param name="core">The core; what it runs now ends.</param>
    /// <param name="facts">What the image tells of itself.</param>
    /// <param name="image">The image.</param>
    /// <returns>The program, or <see langword="null"/> if the image is to be executed or, if that cannot be, the core only shows the states of a program.</returns>
    IVirtualCoreApplication? Find(VirtualCore core, ImageFacts facts, byte[] image);
}
