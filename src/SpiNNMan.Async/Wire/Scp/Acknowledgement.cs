namespace SpiNNMan.Async.Wire.Scp;

/// <summary>The answer to a command that has nothing to say but that it was taken.</summary>
public readonly record struct Acknowledgement;
