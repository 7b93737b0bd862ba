namespace SpiNNMan.Async.Web.Documents;

/// <summary>The name of the machine.</summary>
internal sealed record PageName(string Name);
