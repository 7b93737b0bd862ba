namespace SpiNNMan.Async.Applications;

/// <summary>How far the loading of an application has come.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Part">Which of the images, from 0.</param>
/// <param name="Done">How much of the phase is done.</param>
/// <param name="Total">How much there is to do in it.</param>
public readonly record struct LoadProgress(LoadPhase Phase, int Part, int Done, int Total);
