using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Chips;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>Finds the program that acts an image on a core. An image without such a program is executed, if possible.</summary>
internal interface IProgramSource
{
    /// <summary>Finds a program for one core.</summary>
    /// <param name="core">The core. Its present program ends.</param>
    /// <param name="facts">The facts about the image.</param>
    /// <param name="image">The image.</param>
    /// <returns>The program, or <see langword="null"/> if the image is to be executed. If it cannot be executed, the core only shows the states of a program.</returns>
    IVirtualCoreApplication? Find(VirtualCore core, ImageFacts facts, byte[] image);
}
