namespace SpiNNMan.Async.SideBySide.Rows;

/// <summary>A row of the table.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Measures">What has to be measured for it.</param>
/// <param name="Judge">The figures, from what was measured.</param>
/// <param name="Method">How it is measured.</param>
internal sealed record Row(int Number, string Title, IReadOnlyList<Measure> Measures, Func<Samples, IEnumerable<Figure>> Judge, string Method);
