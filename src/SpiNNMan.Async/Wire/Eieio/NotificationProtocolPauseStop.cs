namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>Tells the programs that watch a run that it pauses or has stopped.</summary>
/// <param name="data">The data after the header. All known messages have none.</param>
/// <remarks>Protocol: eieio.md, "Notifications".</remarks>
public sealed class NotificationProtocolPauseStop(ReadOnlyMemory<byte> data = default) : EieioCommandMessage(EieioCommand.StopPauseNotification, data);
