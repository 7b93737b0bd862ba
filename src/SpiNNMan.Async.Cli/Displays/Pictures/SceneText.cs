namespace SpiNNMan.Async.Cli.Displays.Pictures;

/// <summary>A line of text of a picture.</summary>
/// <param name="Place">The left end of its base line, or the middle of it.</param>
/// <param name="Text">The text.</param>
/// <param name="Size">The height of its letters, as fonts have it.</param>
/// <param name="IsMiddle">Whether the place is the middle of the text.</param>
/// <param name="IsBold">Whether it is bold.</param>
internal readonly record struct SceneText(ScenePoint Place, string Text, double Size, bool IsMiddle = false, bool IsBold = false);
