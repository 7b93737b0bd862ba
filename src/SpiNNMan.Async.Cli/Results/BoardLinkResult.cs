namespace SpiNNMan.Async.Cli.Results;

/// <summary>A link between two boards that does not work, as JSON.</summary>
internal sealed record BoardLinkResult(int TriadX, int TriadY, int TriadZ, int Link);
