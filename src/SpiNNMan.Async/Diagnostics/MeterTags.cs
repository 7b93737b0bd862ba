using System.Net;

namespace SpiNNMan.Async.Diagnostics;

/// <summary>The attributes that measurements have.</summary>
internal static class MeterTags
{
    /// <summary>The address of the board, or of the BMP.</summary>
    public const string ServerAddress = "server.address";

    /// <summary>Its port.</summary>
    public const string ServerPort = "server.port";

    /// <summary>The local port of a connection without a peer.</summary>
    public const string LocalPort = "network.local.port";

    /// <summary>Which kind of connection it is.</summary>
    public const string Connection = "spinnaker.connection.type";

    /// <summary>The command of a request.</summary>
    public const string Command = "spinnaker.command";

    /// <summary>Why something was sent again or dropped.</summary>
    public const string Reason = "spinnaker.reason";

    /// <summary>Whether bytes were received or sent.</summary>
    public const string Direction = "network.io.direction";

    /// <summary>The kind of a failure.</summary>
    public const string ErrorType = "error.type";

    /// <summary>The attributes of the place at the other end of a connection.</summary>
    public static KeyValuePair<string, object?>[] Of(string connection, IPEndPoint? remote, int localPort)
    {
        var type = new KeyValuePair<string, object?>(Connection, connection);
        return remote is null
            ? [type, new(LocalPort, localPort)]
            : [type, new(ServerAddress, remote.Address.ToString()), new(ServerPort, remote.Port)];
    }
}
