namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>Tells the programs that watch a run that it starts or continues.</summary>
/// <param name="data">The data after the header. All known messages have none.</param>
/// <remarks>Protocol: eieio.md, "Notifications".</remarks>
public sealed class NotificationProtocolStartResume(ReadOnlyMemory<byte> data = default) : EieioCommandMessage(EieioCommand.StartResumeNotification, data);
