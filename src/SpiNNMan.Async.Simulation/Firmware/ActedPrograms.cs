using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Chips;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>Finds the programs that act images. Rules come first. An image that fits no rule and cannot be executed is acted by the program for its library.</summary>
/// <param name="rules">The rules.</param>
/// <param name="executes">Whether images that fit no rule are executed.</param>
internal sealed class ActedPrograms(IReadOnlyList<ApplicationRule> rules, bool executes = false) : IProgramSource
{
    public IVirtualCoreApplication? Find(VirtualCore core, ImageFacts facts, byte[] image)
    {
        IVirtualCoreApplication? program = rules.FirstOrDefault(rule => rule.Fits(facts.Name, facts.Checksum, image))?.Create();
        return program ?? (facts.UsesSpin1Api && !(executes && AplxImage.IsExecutable(image)) ? new EventApiApplication(facts, image) : null);
    }
}
