using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Applications;

/// <summary>The properties of each kind of application.</summary>
internal static class ExecutableTypes
{
    extension(ExecutableType type)
    {
        /// <summary>The states that its cores may be in once it has started; none for a type that is not known.</summary>
        /// <remarks>Protocol: models.md, "Kinds of application".</remarks>
        public IReadOnlyList<CoreState> StartStates => type switch
        {
            ExecutableType.Running or ExecutableType.System => [CoreState.Running],
            ExecutableType.Sync => [CoreState.Sync0],
            ExecutableType.UsesSimulationInterface => [CoreState.Sync0, CoreState.Sync1, CoreState.Paused, CoreState.Ready],
            _ => [],
        };

        /// <summary>The states that its cores may be in once it has ended; none for a type that is not known.</summary>
        /// <remarks>Protocol: models.md, "Kinds of application".</remarks>
        public IReadOnlyList<CoreState> EndStates => type switch
        {
            ExecutableType.Running or ExecutableType.Sync => [CoreState.Finished],
            ExecutableType.UsesSimulationInterface => [CoreState.Ready],
            ExecutableType.System => [CoreState.Running],
            _ => [],
        };

        /// <summary>Whether it can be paused and run on without the host's doing.</summary>
        /// <remarks>Protocol: models.md, "Kinds of application".</remarks>
        public bool SupportsAutoPauseAndResume =>
            type is ExecutableType.UsesSimulationInterface or ExecutableType.NoApplication or ExecutableType.System;
    }
}
