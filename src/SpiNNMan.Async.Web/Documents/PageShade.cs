namespace SpiNNMan.Async.Web.Documents;

/// <summary>A shade of the map, for the line below it.</summary>
/// <param name="Style">The colour, as that of cells.</param>
/// <param name="From">Where it begins.</param>
internal sealed record PageShade(string Style, string From);
