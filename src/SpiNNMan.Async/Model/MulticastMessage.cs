namespace SpiNNMan.Async.Model;

/// <summary>A multicast packet.</summary>
/// <param name="Key">The key it is routed by.</param>
/// <param name="Payload">What it carries, if anything.</param>
public readonly record struct MulticastMessage(uint Key, uint? Payload = null);
