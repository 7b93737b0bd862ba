using System.Net.Sockets;

namespace SpiNNMan.Async.Transport;

/// <summary>What errors of the system's sockets tell.</summary>
internal static class SocketErrors
{
    /// <summary>Whether an error came from the host that was asked. Others say nothing of it: a way to it may be missing, or this computer may lack something.</summary>
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
