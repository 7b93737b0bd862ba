namespace SpiNNMan.Async.Spalloc.Server.Rest;

/// <summary>A client that has come, and that may have logged in.</summary>
/// <param name="id">The value of its cookie.</param>
/// <param name="csrfToken">The token that it sends with everything that changes something.</param>
/// <param name="user">Who it is; <see langword="null"/> until it has logged in.</param>
internal sealed class Session(string id, string csrfToken, string? user)
{
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    public string Id => id;

    public string CsrfToken => csrfToken;

    public string? User => user;

    /// <summary>When it was used last, on the clock of the service.</summary>
    public long LastUsed { get; set; }

    /// <summary>Notes how far a thing had come when the client was told of it.</summary>
    /// <returns>How far it had come the last time; <see langword="null"/> if the client has not been told yet.</returns>
    public int? See(string thing, int version)
    {
        lock (_seen)
        {
            int? before = _seen.TryGetValue(thing, out int seen) ? seen : null;
            _seen[thing] = version;
            return before;
        }
    }

    /// <summary>How far a thing had come when the client was told of it last.</summary>
    public int? LastSeen(string thing)
    {
        lock (_seen)
            return _seen.TryGetValue(thing, out int seen) ? seen : null;
    }
}
