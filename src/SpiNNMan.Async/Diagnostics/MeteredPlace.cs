using System.Net;

namespace SpiNNMan.Async.Diagnostics;

/// <summary>The far end of connections of one type, as their measurements name it. Connections to the same board have equal ones.</summary>
/// <remarks>The attributes are made by the first measurement. A program with a thousand boards and no listener does not pay for them.</remarks>
/// <param name="Connection">The type of the connections.</param>
/// <param name="Remote">The address of the board; <see langword="null"/> for a connection without a peer.</param>
/// <param name="LocalPort">The local port of a connection without a peer, else 0.</param>
internal sealed record MeteredPlace(Type Connection, IPEndPoint? Remote, int LocalPort)
{
    private KeyValuePair<string, object?>[]? _tags;

    /// <summary>The attributes of the measurements.</summary>
    public KeyValuePair<string, object?>[] Tags => _tags ??= MeterTags.Of(NameOf(Connection), Remote, LocalPort);

    /// <summary>The place at the other end of a connection.</summary>
    public static MeteredPlace Of(Type connection, IPEndPoint? remote, int localPort) => new(connection, remote, remote is null ? localPort : 0);

    public bool Equals(MeteredPlace? other) => other is not null && Connection == other.Connection && LocalPort == other.LocalPort && Equals(Remote, other.Remote);

    public override int GetHashCode() => HashCode.Combine(Connection, Remote, LocalPort);

    private static string NameOf(Type connection) => connection.Name.Replace("Connection", "", StringComparison.Ordinal).ToLowerInvariant();
}
