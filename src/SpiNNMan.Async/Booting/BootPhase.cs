namespace SpiNNMan.Async.Booting;

/// <summary>The phase of <see cref="BoardBooter"/>.</summary>
/// <remarks>Protocol: boot.md, "When a board is ready".</remarks>
public enum BootPhase
{
    /// <summary>It asks whether something is running already.</summary>
    Asking,

    /// <summary>It sends the image.</summary>
    Sending,

    /// <summary>The image is sent, and the board has not answered yet.</summary>
    Silent,

    /// <summary>The board answers, but does not know its place in the machine yet.</summary>
    Initialising,

    /// <summary>The board is ready.</summary>
    Ready,
}
