using SpiNNMan.Async.Cli.Displays.HexagonalMaps;

namespace SpiNNMan.Async.Cli.Displays.Pictures;

/// <summary>A board of a picture of hexagons.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Id">Names it.</param>
/// <param name="Look">Its mark, its style and its group.</param>
/// <param name="About">A line about it.</param>
internal readonly record struct HexagonBoard(MapPlace Place, string Id, MapBoard Look, string About);
