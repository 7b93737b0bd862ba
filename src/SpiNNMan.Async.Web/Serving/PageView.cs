namespace SpiNNMan.Async.Web.Serving;

/// <summary>The map and its content that a page asks for. Neither has been checked.</summary>
/// <param name="Map">The name of the map; empty for any.</param>
/// <param name="Mode">The content of the marks; empty for any.</param>
internal readonly record struct PageView(string Map, string Mode);
