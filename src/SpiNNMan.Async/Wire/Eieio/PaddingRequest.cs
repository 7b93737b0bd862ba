namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>Fills the room between other messages in the buffer of a core.</summary>
/// <remarks>The header is the whole message. Protocol: eieio.md, "Commands".</remarks>
public sealed class PaddingRequest() : EieioCommandMessage(EieioCommand.EventPadding);
