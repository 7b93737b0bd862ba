namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>Tells the programs that watch a run that it starts or goes on.</summary>
/// <param name="data">What follows the header: nothing, in all messages there are.</param>
/// <remarks>Protocol: eieio.md, "Notifications".</remarks>
public sealed class NotificationProtocolStartResume(ReadOnlyMemory<byte> data = default) : EieioCommandMessage(EieioCommand.StartResumeNotification, data);
