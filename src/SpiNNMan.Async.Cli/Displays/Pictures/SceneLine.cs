namespace SpiNNMan.Async.Cli.Displays.Pictures;

/// <summary>A line of a picture.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Thickness">How thick it is.</param>
/// <param name="Colour">Its colour, as in <c>#rrggbb</c>.</param>
internal readonly record struct SceneLine(ScenePoint From, ScenePoint To, double Thickness, string Colour);
