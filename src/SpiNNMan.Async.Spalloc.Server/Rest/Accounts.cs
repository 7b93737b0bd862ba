using System.Security.Cryptography;
using System.Text;

namespace SpiNNMan.Async.Spalloc.Server.Rest;

/// <summary>Who may use the service. Three wrong passwords lock an account for a day.</summary>
/// <param name="users">Names and passwords.</param>
/// <param name="tokens">Bearer tokens.</param>
/// <param name="time">The clock.</param>
internal sealed class Accounts(IReadOnlyDictionary<string, string> users, IReadOnlyCollection<string> tokens, TimeProvider time)
{
    private const int MostFailures = 3;

    private static readonly TimeSpan s_lockTime = TimeSpan.FromHours(24);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (int Failures, long Last)> _failures = new(StringComparer.Ordinal);

    /// <summary>Whether everybody may use the service.</summary>
    public bool IsOpen => users.Count == 0 && tokens.Count == 0;

    /// <summary>Whether a name and a password are right.</summary>
    public bool Accepts(string user, string password)
    {
        if (user.Length == 0)
            return false;
        if (IsOpen)
            return true;
        if (!users.TryGetValue(user, out string? expected))
            return false;

        lock (_gate)
        {
            (int Failures, long Last) before = _failures.GetValueOrDefault(user);
            if (before.Failures >= MostFailures)
            {
                if (time.GetElapsedTime(before.Last) < s_lockTime)
                    return false;

                before = default;
            }

            if (!AreEqual(expected, password))
            {
                _failures[user] = (before.Failures + 1, time.GetTimestamp());
                return false;
            }

            _failures.Remove(user);
            return true;
        }
    }

    /// <summary>Whether a bearer token is right.</summary>
    public bool AcceptsToken(string token)
    {
        bool isKnown = false;
        foreach (string expected in tokens)
            isKnown |= AreEqual(expected, token);

        return token.Length > 0 && (IsOpen || isKnown);
    }

    /// <summary>Compares secrets in a time that tells nothing.</summary>
    public static bool AreEqual(string expected, string given) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}
