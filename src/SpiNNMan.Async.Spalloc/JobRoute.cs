namespace SpiNNMan.Async.Spalloc;

/// <summary>Which way datagrams go to the boards of a job.</summary>
public enum JobRoute
{
    /// <summary>Through the tunnel if the service has one, else directly.</summary>
    Automatic,

    /// <summary>By UDP to the addresses of the boards: they must be in reach.</summary>
    Direct,

    /// <summary>Through the websocket of the service.</summary>
    Tunnel,
}
