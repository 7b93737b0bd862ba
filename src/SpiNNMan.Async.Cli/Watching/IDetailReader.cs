using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Watching;

/// <summary>Reads more about one chip or core, when the user asks for it.</summary>
internal interface IDetailReader
{
    /// <summary>Reads what there is to say about a chip.</summary>
    Task<IReadOnlyList<TextLine>> ReadChipAsync(ChipLocation chip, CancellationToken cancellationToken);

    /// <summary>Reads what there is to say about a core.</summary>
    Task<IReadOnlyList<TextLine>> ReadCoreAsync(CoreLocation core, CancellationToken cancellationToken);
}
