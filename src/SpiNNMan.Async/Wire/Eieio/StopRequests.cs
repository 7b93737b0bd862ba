namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>Tells a core to stop asking for events.</summary>
/// <remarks>The header is the whole message. Protocol: eieio.md, "Commands".</remarks>
public sealed class StopRequests() : EieioCommandMessage(EieioCommand.StopSendingRequests);
