namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>Where a packet is on the two sides of the triangle by which it avoids a link.</summary>
internal enum EmergencyState
{
    /// <summary>On its own way.</summary>
    Normal,

    /// <summary>On its own way, and on the first side besides.</summary>
    NormalAndFirst,

    /// <summary>On the first side.</summary>
    First,

    /// <summary>On the second side.</summary>
    Second,
}
