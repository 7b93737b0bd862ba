using System.Net.Sockets;

namespace SpiNNMan.Async.Transport;

/// <summary>Sorts errors of the sockets of the system.</summary>
internal static class SocketErrors
{
    /// <summary>Whether an error came from the remote host. Other errors say nothing about it: a route may be missing, or this computer may lack something.</summary>
    public static bool IsRefusal(Exception error)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socketError)
                return socketError.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset;
        }

        return true;
    }
}
