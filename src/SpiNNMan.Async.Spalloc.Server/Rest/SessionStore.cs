using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace SpiNNMan.Async.Spalloc.Server.Rest;

/// <summary>The sessions of clients. One that is not used for half an hour ends.</summary>
internal sealed class SessionStore(TimeProvider time)
{
    /// <summary>How long a session goes on that nobody uses.</summary>
    public static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(30);

    private const int MostSessions = 10_000;
    private const int IdLength = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    /// <summary>Begins a session.</summary>
    /// <param name="user">Who has logged in; <see langword="null"/> if nobody has yet.</param>
    public Session Begin(string? user)
    {
        var session = new Session(Secret(), Secret(), user) { LastUsed = time.GetTimestamp() };
        lock (_gate)
        {
            RemoveIdle();
            if (_sessions.Count >= MostSessions)
                _sessions.Remove(_sessions.Values.MinBy(static one => one.LastUsed)!.Id);
            _sessions.Add(session.Id, session);
        }

        return session;
    }

    /// <summary>Finds a session, and notes that it is used.</summary>
    public bool TryUse(string? id, [NotNullWhen(true)] out Session? session)
    {
        session = null;
        if (id is null)
            return false;

        lock (_gate)
        {
            if (!_sessions.TryGetValue(id, out session))
                return false;

            if (time.GetElapsedTime(session.LastUsed) >= IdleTime)
            {
                _sessions.Remove(id);
                session = null;
                return false;
            }

            session.LastUsed = time.GetTimestamp();
            return true;
        }
    }

    /// <summary>Ends a session.</summary>
    public void End(string id)
    {
        lock (_gate)
            _sessions.Remove(id);
    }

    private static string Secret() => Convert.ToHexString(RandomNumberGenerator.GetBytes(IdLength));

    private void RemoveIdle()
    {
        foreach (Session idle in _sessions.Values.Where(session => time.GetElapsedTime(session.LastUsed) >= IdleTime).ToArray())
            _sessions.Remove(idle.Id);
    }
}
