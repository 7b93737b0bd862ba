using System.Globalization;
using System.Net;

namespace SpiNNMan.Async.Live.Notifications;

/// <summary>Something that a listener heard, and what it made of it.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Sender">Who sent it.</param>
/// <param name="Before">How far the listener was.</param>
/// <param name="After">How far it was then.</param>
/// <param name="Path">The path of the database as the tool chain has it; <see langword="null"/> in other messages.</param>
/// <param name="Remark">The unusual feature of it; <see langword="null"/> if nothing is.</param>
public sealed record ToolMessage(ToolMessageKind Kind, IPEndPoint Sender, ListenerPhase Before, ListenerPhase After, string? Path = null, string? Remark = null)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Kind}{(Path is null ? "" : $" {Path}")} from {Sender}: {Before} to {After}{(Remark is null ? "" : $". {Remark}")}");
}
