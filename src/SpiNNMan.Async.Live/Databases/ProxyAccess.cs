namespace SpiNNMan.Async.Live.Databases;

/// <summary>How a machine is reached that a server lends: what the tool chain wrote down for programs that cannot reach the boards. It lets whoever has it use the job.</summary>
/// <param name="ServiceUri">The server; <see langword="null"/> if it is not there.</param>
/// <param name="JobUri">The job; <see langword="null"/> if it is not there.</param>
/// <param name="Cookies">The cookies of the session, by their names.</param>
/// <param name="Headers">The headers of the session, by their names.</param>
/// <remarks>Protocol: live.md, "Tables".</remarks>
public sealed record ProxyAccess(string? ServiceUri, string? JobUri, IReadOnlyDictionary<string, string> Cookies, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The access, without its secrets.</summary>
    public override string ToString() => $"{ServiceUri} {JobUri} with {Cookies.Count} cookies and {Headers.Count} headers";
}
