namespace SpiNNMan.Async.Cli.Displays.Pictures;

/// <summary>A point of a picture: to the right and down from its upper left corner.</summary>
internal readonly record struct ScenePoint(double X, double Y);
