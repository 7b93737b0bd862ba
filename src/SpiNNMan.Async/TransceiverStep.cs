namespace SpiNNMan.Async;

/// <summary>The steps of opening a machine, in this order. Steps that are not needed are left out.</summary>
public enum TransceiverStep
{
    /// <summary>The host is probed.</summary>
    Asking,

    /// <summary>The boards are switched on.</summary>
    PoweringOn,

    /// <summary>The board is sent a boot image.</summary>
    Booting,

    /// <summary>The machine is booted, and finds its chips.</summary>
    Initialising,

    /// <summary>The machine is discovered, and connections to its boards are opened.</summary>
    Discovering,

    /// <summary>The boards get the usual settings of hosts.</summary>
    SettingUp,

    /// <summary>It is open.</summary>
    Ready,
}
