using System.Text.Json;

namespace SpiNNMan.Async.Conformance;

/// <summary>Checks a vector file that is one object instead of a list of records.</summary>
internal interface IDocumentSuite
{
    /// <summary>The file's name, for instance <c>enums.json</c>.</summary>
    string FileName { get; }

    /// <summary>Checks everything in the file.</summary>
    /// <returns>Each thing checked by name, with what was expected and what came if that differs.</returns>
    /// <exception cref="UnknownRecordException">The file has a part that this suite does not know: it counts as failed.</exception>
    IEnumerable<(string Name, string? Difference)> Check(JsonElement document);
}
