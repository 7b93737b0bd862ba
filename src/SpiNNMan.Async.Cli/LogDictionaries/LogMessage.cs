namespace SpiNNMan.Async.Cli.LogDictionaries;

/// <summary>A message of a program, of which a core prints the number only.</summary>
/// <param name="Prefix">The text before it: the level, the file and the line.</param>
/// <param name="Format">The message as the compiler saw it: the inside of a string of C, with its escapes.</param>
internal sealed record LogMessage(string Prefix, string Format);
