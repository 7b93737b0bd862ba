namespace SpiNNMan.Async.Cli.Structs;

/// <summary>A structure in the memory of a chip.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Size">How many bytes it has.</param>
/// <param name="Base">Where it is; 0 if it has no fixed place.</param>
/// <param name="Fields">Its fields, in the order of their places.</param>
internal sealed record StructDefinition(string Name, int Size, uint Base, IReadOnlyList<StructField> Fields);
