using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Displays.HexagonalMaps;

/// <summary>A map that was drawn.</summary>
/// <param name="Lines">Its signs with their styles.</param>
/// <param name="PlaceOf">The place of the mark of a board: its line, its column, and how many columns it takes.</param>
internal sealed record MapDrawing((char Sign, string? Style)[][] Lines, Func<LogicalBoard, (int Line, int Column, int Width)> PlaceOf);
