namespace SpiNNMan.Async.Booting;

/// <summary>How far a boot is.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Round">How often the image has been sent, counting this time; 0 before the first.</param>
/// <param name="MessagesSent">How many of its messages have been sent this time.</param>
/// <param name="MessageCount">How many there are.</param>
/// <param name="Elapsed">The time since the boot was asked for.</param>
public readonly record struct BootProgress(BootPhase Phase, int Round, int MessagesSent, int MessageCount, TimeSpan Elapsed);
