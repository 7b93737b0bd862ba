namespace SpiNNMan.Async.Spalloc.Server.Rest;

/// <summary>A request is refused.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="message">The text for the client.</param>
internal sealed class WebFailureException(int status, string message) : Exception(message)
{
    public int Status => status;

    /// <summary>An argument is wrong.</summary>
    public static WebFailureException BadArgument(string problem) => new(400, $"bad request: BadArgs: {problem}");

    /// <summary>There is no such thing.</summary>
    public static WebFailureException NotFound(string what) => new(404, $"no such {what}");
}
