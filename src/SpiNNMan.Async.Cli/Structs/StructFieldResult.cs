namespace SpiNNMan.Async.Cli.Structs;

/// <summary>A field of a structure in the memory of a chip, as JSON.</summary>
internal sealed record StructFieldResult(string Structure, string Field, int X, int Y, int? Core, uint Address, IReadOnlyList<long>? Numbers, string? FieldText);
