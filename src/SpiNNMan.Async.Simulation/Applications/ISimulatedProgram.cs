namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>A program whose runs the simulation library controls.</summary>
internal interface ISimulatedProgram
{
    /// <summary>Whether the program is called at each tick. Otherwise it only runs for as long as it is told.</summary>
    bool HearsTicks => false;

    /// <summary>The timer of the core has fired. The program advances the time (<see cref="SimulationRun.Advance"/>) and says when the run is over (<see cref="SimulationRun.Rest"/>).</summary>
    void OnTick(IVirtualCore core)
    {
    }

    /// <summary>The run is over, or the program is told to leave. It writes its counts to the place where hosts read them.</summary>
    void OnRest(IVirtualCore core)
    {
    }
}
