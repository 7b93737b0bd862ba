using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Chips;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>Finds the program for an image that is started on a core. This is the place for programs of another kind, such as those that execute the image, beside those that act it.</summary>
internal interface IProgramSource
{
    /// <summary>Finds a program for one core.</summary>
    /// <param name="core">The core; what it runs now ends.</param>
    /// <param name="facts">What the image tells of itself.</param>
    /// <param name="image">The image.</param>
    /// <returns>The program, or <see langword="null"/> if the core only shows the states of one.</returns>
    IVirtualCoreApplication? Find(VirtualCore core, ImageFacts facts, byte[] image);
}
