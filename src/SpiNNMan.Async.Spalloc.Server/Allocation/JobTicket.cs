namespace SpiNNMan.Async.Spalloc.Server.Allocation;

/// <summary>The request with which a job was created.</summary>
/// <param name="Owner">Whose job it is.</param>
/// <param name="Request">The boards.</param>
/// <param name="KeepAlive">How long it goes on without a sign that it is wanted; for ever if <see langword="null"/>.</param>
/// <param name="Created">When.</param>
internal sealed record JobTicket(string Owner, BoardRequest Request, TimeSpan? KeepAlive, DateTimeOffset Created)
{
    /// <summary>The host that asked.</summary>
    public string? Host { get; init; }

    /// <summary>The positional arguments of the classic command, as JSON.</summary>
    public string ClassicArguments { get; init; } = "[]";

    /// <summary>The other arguments of the classic command, as JSON.</summary>
    public string ClassicKeywords { get; init; } = "{}";

    /// <summary>The body of the HTTP request, as JSON.</summary>
    public string? WebRequest { get; init; }
}
