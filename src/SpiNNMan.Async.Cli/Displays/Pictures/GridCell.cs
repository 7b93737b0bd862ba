namespace SpiNNMan.Async.Cli.Displays.Pictures;

/// <summary>A cell of a picture of squares.</summary>
/// <param name="Column">Where it is, to the right.</param>
/// <param name="Row">Where it is, up.</param>
/// <param name="Id">Names it.</param>
/// <param name="Group">Its group: there is a line between two cells of different groups.</param>
/// <param name="Mark">The text in it.</param>
/// <param name="Style">Its style.</param>
/// <param name="About">A line about it.</param>
internal readonly record struct GridCell(int Column, int Row, string Id, object Group, string Mark, string? Style, string About);
