using SpiNNMan.Async.Spalloc.Server.Geometry;

namespace SpiNNMan.Async.Spalloc.Server.Jobs;

/// <summary>Switches the boards of a machine.</summary>
internal interface IBoardPower : IAsyncDisposable
{
    /// <summary>Switches boards on; those that are on lose their power first. When it returns, they wait for a boot image.</summary>
    /// <param name="boards">The boards.</param>
    /// <param name="cutLinks">The links of these boards that are to lead nowhere.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="BoardPowerException">It failed.</exception>
    Task SwitchOnAsync(IReadOnlyList<BoardCoordinates> boards, IReadOnlyList<(BoardCoordinates Board, int Link)> cutLinks, CancellationToken cancellationToken);

    /// <summary>Switches boards off.</summary>
    /// <param name="boards">The boards.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="BoardPowerException">It failed.</exception>
    Task SwitchOffAsync(IReadOnlyList<BoardCoordinates> boards, CancellationToken cancellationToken);

    /// <summary>Whether a board has power.</summary>
    bool IsOn(BoardCoordinates board);

    /// <summary>Whether links lead nowhere, as they do after <see cref="SwitchOnAsync"/> until the boards lose their power.</summary>
    /// <param name="links">The links.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="BoardPowerException">It failed.</exception>
    Task<bool> AreCutAsync(IReadOnlyList<(BoardCoordinates Board, int Link)> links, CancellationToken cancellationToken);
}
