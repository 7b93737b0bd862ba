using System.Globalization;
using System.Net;

namespace SpiNNMan.Async.Live.Receiving;

/// <summary>Something that happened to a tag by which events come here.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Board">The board's address.</param>
/// <param name="Tag">The tag.</param>
/// <param name="Problem">The fault; <see langword="null"/> if nothing was.</param>
public sealed record TagEvent(TagEventKind Kind, IPAddress Board, byte Tag, string? Problem = null)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"tag {Tag} of {Board}: {Kind}{(Problem is null ? "" : $", {Problem}")}");
}
