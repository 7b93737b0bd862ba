namespace SpiNNMan.Async.Emulation.Debugging.Symbols;

/// <summary>A function, or a label in code.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Where it starts.</param>
/// <param name="Size">How many bytes it has; 0 if that is not known.</param>
/// <param name="IsFunction">Whether it is told as a function.</param>
internal sealed record Function(string Name, uint Address, uint Size, bool IsFunction);
