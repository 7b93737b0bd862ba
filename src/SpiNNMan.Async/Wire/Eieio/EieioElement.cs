namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>One element of a data message: a key, and a payload if there is one.</summary>
/// <param name="Key">The key; in a message that was read, with the key prefix put in.</param>
/// <param name="Payload">The payload, with the payload base put in; <see langword="null"/> if there is neither.</param>
/// <param name="PayloadIsTimestamp">Whether the payload is a time, in time steps of the simulation. Not looked at when an element is added.</param>
/// <remarks>Protocol: eieio.md, "Elements".</remarks>
public readonly record struct EieioElement(uint Key, uint? Payload = null, bool PayloadIsTimestamp = false);
