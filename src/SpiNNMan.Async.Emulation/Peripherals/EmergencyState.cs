namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>The place of a packet on the two sides of the triangle by which it avoids a link.</summary>
internal enum EmergencyState
{
    /// <summary>On its own route.</summary>
    Normal,

    /// <summary>On its own route, and also on the first side.</summary>
    NormalAndFirst,

    /// <summary>On the first side.</summary>
    First,

    /// <summary>On the second side.</summary>
    Second,
}
