namespace SpiNNMan.Async;

/// <summary>What is done to open a machine, in this order; steps that are not needed are left out.</summary>
public enum TransceiverStep
{
    /// <summary>The host is asked what it is.</summary>
    Asking,

    /// <summary>The boards are switched on.</summary>
    PoweringOn,

    /// <summary>The board is sent a boot image.</summary>
    Booting,

    /// <summary>The machine is booted, and finds its chips.</summary>
    Initialising,

    /// <summary>What the machine has is found out, and connections to its boards are opened.</summary>
    Discovering,

    /// <summary>The boards are told what hosts usually tell them.</summary>
    SettingUp,

    /// <summary>It is open.</summary>
    Ready,
}
