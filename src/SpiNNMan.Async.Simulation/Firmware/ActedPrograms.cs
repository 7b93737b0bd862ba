using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Chips;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>Finds the programs that act images: by rules, and for what no rule fits and cannot be executed by the library that the image was built on.</summary>
/// <param name="rules">The rules.</param>
/// <param name="executes">Whether images are executed that no rule fits.</param>
internal sealed class ActedPrograms(IReadOnlyList<ApplicationRule> rules, bool executes = false) : IProgramSource
{
    public IVirtualCoreApplication? Find(VirtualCore core, ImageFacts facts, byte[] image)
    {
        IVirtualCoreApplication? program = rules.FirstOrDefault(rule => rule.Fits(facts.Name, facts.Checksum, image))?.Create();
        return program ?? (facts.UsesSpin1Api && !(executes && AplxImage.IsExecutable(image)) ? new EventApiApplication(facts, image) : null);
    }
}
