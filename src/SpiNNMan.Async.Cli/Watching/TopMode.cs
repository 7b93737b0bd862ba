namespace SpiNNMan.Async.Cli.Watching;

/// <summary>The modes of the map of a machine: the property that it shows of each board and chip.</summary>
internal enum TopMode
{
    /// <summary>The states of cores.</summary>
    State,

    /// <summary>Their applications.</summary>
    Application,

    /// <summary>Cores in error.</summary>
    Errors,

    /// <summary>The temperature of the board.</summary>
    Temperature,

    /// <summary>Packets that routers drop.</summary>
    Drops,

    /// <summary>Packets that routers take.</summary>
    Traffic,
}
