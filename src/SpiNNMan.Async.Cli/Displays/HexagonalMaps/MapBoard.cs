namespace SpiNNMan.Async.Cli.Displays.HexagonalMaps;

/// <summary>A board on a map.</summary>
/// <param name="Mark">The text in its hexagon: up to three letters.</param>
/// <param name="Style">The style of the mark and of the outline, for terminals with colours; <see langword="null"/> for none.</param>
/// <param name="Group">The group that it belongs to, for example a job: there is no line between two boards of one group. <see langword="null"/> for none.</param>
internal readonly record struct MapBoard(string Mark, string? Style = null, int? Group = null);
