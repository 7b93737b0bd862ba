namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>Tells a core that no more events will come.</summary>
/// <remarks>The header is the whole message. Protocol: eieio.md, "Commands".</remarks>
public sealed class EventStopRequest() : EieioCommandMessage(EieioCommand.EventStop);
