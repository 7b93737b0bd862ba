using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Faults;

/// <summary>A network with faults in both directions.</summary>
internal sealed class FaultyNetwork
{
    public FaultyNetwork(Kernel kernel, ulong seed, FaultOptions faults)
    {
        Ingress = new FaultInjector(kernel, Prng.Mix(seed + 1));
        Egress = new FaultInjector(kernel, Prng.Mix(seed + 2));
        Faults = faults;
    }

    public FaultInjector Ingress { get; }

    public FaultInjector Egress { get; }

    public FaultOptions Faults
    {
        get;
        set
        {
            field = value;
            Ingress.Faults = value.Ingress;
            Egress.Faults = value.Egress;
        }
    }
}
