using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Chips;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>Finds the programs that act images: by rules, and for what no rule fits by the library that the image was built on.</summary>
internal sealed class ActedPrograms(IReadOnlyList<ApplicationRule> rules) : IProgramSource
{
    public IVirtualCoreApplication? Find(VirtualCore core, ImageFacts facts, byte[] image)
    {
        IVirtualCoreApplication? program = rules.FirstOrDefault(rule => rule.Fits(facts.Name, facts.Checksum, image))?.Create();
        return program ?? (facts.UsesSpin1Api ? new EventApiApplication(facts, image) : null);
    }
}
