using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Spalloc.Transports;

/// <summary>Who one is to an allocation service: a user with a password, or a token. What is secret can be read by nobody, and is never printed.</summary>
/// <remarks>Protocol: spalloc.md, "Sessions".</remarks>
public sealed class AllocationCredentials
{
    private AllocationCredentials(string? user, string? password, Func<CancellationToken, ValueTask<string>>? token)
    {
        User = user;
        Password = password;
        Token = token;
    }

    private AllocationCredentials(IReadOnlyDictionary<string, string> cookies, IReadOnlyDictionary<string, string> headers)
    {
        Cookies = cookies;
        Headers = headers;
    }

    /// <summary>The name of the user; <see langword="null"/> with a token.</summary>
    public string? User { get; }

    internal string? Password { get; }

    internal Func<CancellationToken, ValueTask<string>>? Token { get; }

    /// <summary>The cookies of a login of another program; <see langword="null"/> for one of its own.</summary>
    internal IReadOnlyDictionary<string, string>? Cookies { get; }

    /// <summary>The headers of a login of another program.</summary>
    internal IReadOnlyDictionary<string, string>? Headers { get; }

    /// <summary>A user with a password.</summary>
    /// <param name="user">The name.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="InvalidParameterException">The name is empty.</exception>
    public static AllocationCredentials FromPassword(string user, string password)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (user.Length == 0)
            throw new InvalidParameterException(nameof(user), user, "a user has a name");

        ArgumentNullException.ThrowIfNull(password);
        return new AllocationCredentials(user, password, token: null);
    }

    /// <summary>A bearer token, as of OpenID.</summary>
    /// <param name="token">Gives one that is valid now; called at each login, and again when a login has expired.</param>
    public static AllocationCredentials FromToken(Func<CancellationToken, ValueTask<string>> token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new AllocationCredentials(user: null, password: null, token);
    }

    /// <summary>A bearer token that does not change.</summary>
    /// <param name="token">The token.</param>
    /// <exception cref="InvalidParameterException">It is empty.</exception>
    public static AllocationCredentials FromToken(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Length == 0)
            throw new InvalidParameterException(nameof(token), token, "a token has characters");

        return FromToken(_ => ValueTask.FromResult(token));
    }

    /// <summary>The login of another program.</summary>
    internal static AllocationCredentials FromLogin(IReadOnlyDictionary<string, string> cookies, IReadOnlyDictionary<string, string> headers) => new(cookies, headers);

    /// <summary>The credentials of the environment: SPALLOC_TOKEN, or SPALLOC_USER and SPALLOC_PASSWORD.</summary>
    /// <returns><see langword="null"/> if it has neither.</returns>
    public static AllocationCredentials? FromEnvironment() => FromEnvironment(Environment.GetEnvironmentVariable);

    internal static AllocationCredentials? FromEnvironment(Func<string, string?> get)
    {
        if (get("SPALLOC_TOKEN") is { Length: > 0 } token)
            return FromToken(token);

        return get("SPALLOC_USER") is { Length: > 0 } user && get("SPALLOC_PASSWORD") is { } password ? FromPassword(user, password) : null;
    }

    /// <summary>The parts of it that are no secret.</summary>
    public override string ToString() => Cookies is not null ? "the login of another program" : Token is null ? $"user {User}" : "a token";
}
