namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>Tells a core to ask for events again.</summary>
/// <remarks>The header is the whole message. Protocol: eieio.md, "Commands".</remarks>
public sealed class StartRequests() : EieioCommandMessage(EieioCommand.StartSendingRequests);
