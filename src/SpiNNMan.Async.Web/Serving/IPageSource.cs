using SpiNNMan.Async.Web.Documents;

namespace SpiNNMan.Async.Web.Serving;

/// <summary>The machine that a page is about. It is asked by many pages at the same time.</summary>
internal interface IPageSource
{
    /// <summary>The name of the machine.</summary>
    string Name { get; }

    /// <summary>The last look at the machine, or the next one.</summary>
    /// <param name="view">The part that the page shows. The nearest one that there is is taken.</param>
    /// <param name="after">The look that the page has; 0 for none.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<PageLook> WaitAsync(PageView view, long after, CancellationToken cancellationToken);

    /// <summary>The machine as it was; <see langword="null"/> if nothing of it is known.</summary>
    PageLook? FindPast(PageView view, DateTimeOffset time);

    /// <summary>The map as SVG; <see langword="null"/> before the first look.</summary>
    string? DrawPicture(PageView view);

    /// <summary>Reads more about a chip or a core; <see langword="null"/> if there is no such one.</summary>
    /// <param name="place">The chip, as in <c>1,2</c>, or the core, as in <c>1,2,3</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<IReadOnlyList<PageLine>?> ReadDetailsAsync(string place, CancellationToken cancellationToken);
}
