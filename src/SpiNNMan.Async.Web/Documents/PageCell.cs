namespace SpiNNMan.Async.Web.Documents;

/// <summary>A board or a chip on the map.</summary>
/// <param name="Id">Its name on the map.</param>
/// <param name="Mark">The text in it.</param>
/// <param name="Style">The class of its colours.</param>
/// <param name="About">A line about it.</param>
internal sealed record PageCell(string Id, string Mark, string Style, string About);
