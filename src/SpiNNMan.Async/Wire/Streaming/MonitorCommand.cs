namespace SpiNNMan.Async.Wire.Streaming;

/// <summary>The commands about routers to an extra monitor, and in part to a gatherer. The numbers mean something else to a monitor of the system.</summary>
/// <remarks>Number 6 at the port for routes keeps the routes of the application. It is never sent: while the routes for streams are loaded, it would overwrite those that were kept.</remarks>
internal enum MonitorCommand : ushort
{
    SetFirstTimeout = 0,
    SetSecondTimeout = 1,
    SetPackets = 2,
    GetStatus = 3,
    ResetCounters = 4,
    ClearQueue = 6,

    /// <summary>To the port for routes.</summary>
    LoadApplicationRoutes = 7,

    /// <summary>To the port for routes: it keeps those of the application first.</summary>
    LoadSystemRoutes = 8,
}
