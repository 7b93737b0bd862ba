namespace SpiNNMan.Async.Cli.Results;

/// <summary>A place in a program that a core was at, or returns to, as JSON.</summary>
/// <param name="Place"><c>pc</c>, <c>lr</c> or <c>stack</c>.</param>
/// <param name="Address">The address.</param>
/// <param name="Function">The function; <see langword="null"/> if it has none that is known.</param>
/// <param name="Line">The line of the source; <see langword="null"/> if it is not known.</param>
internal sealed record CodePlaceResult(string Place, uint Address, string? Function, string? Line);
