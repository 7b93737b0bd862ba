namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>How far a survey is.</summary>
/// <param name="ChipsDone">The chips that have answered, or been given up.</param>
/// <param name="ChipCount">The chips there are.</param>
public readonly record struct SurveyProgress(int ChipsDone, int ChipCount);
