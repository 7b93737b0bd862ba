namespace SpiNNMan.Async.Cli.Displays.Pictures;

/// <summary>A board or a chip of a picture. The mark says all; its colour only helps.</summary>
/// <param name="Id">Names it: the place of a chip, such as 4,8.</param>
/// <param name="Outline">Its corners.</param>
/// <param name="Mark">The text in it, in up to three characters.</param>
/// <param name="Style">Its style, as terminals have it; <see langword="null"/> for none.</param>
/// <param name="About">A line about it.</param>
internal sealed record SceneCell(string Id, IReadOnlyList<ScenePoint> Outline, string Mark, string? Style, string About)
{
    /// <summary>Where its mark is.</summary>
    public ScenePoint Middle => new(Outline.Average(static corner => corner.X), Outline.Average(static corner => corner.Y));
}
