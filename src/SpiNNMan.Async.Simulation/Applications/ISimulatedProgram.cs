namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>A program whose runs the simulation library controls.</summary>
internal interface ISimulatedProgram
{
    /// <summary>Whether it wants to hear of each tick, or only to run for as long as it is told.</summary>
    bool HearsTicks => false;

    /// <summary>The timer of the core has fired. The program counts the time on (<see cref="SimulationRun.Advance"/>) and says when it is over (<see cref="SimulationRun.Rest"/>).</summary>
    void OnTick(IVirtualCore core)
    {
    }

    /// <summary>The run is over, or the program is told to leave: its counts are to be where hosts read them.</summary>
    void OnRest(IVirtualCore core)
    {
    }
}
