using System.Text.Json;

namespace SpiNNMan.Async.Conformance;

/// <summary>Checks the records of one vector file.</summary>
internal interface IVectorSuite
{
    /// <summary>The file's name, for instance <c>sdp.json</c>.</summary>
    string FileName { get; }

    /// <summary>Whether the library has what a record is about. Those of which it has not are named, not checked.</summary>
    /// <exception cref="UnknownRecordException">The record is of a kind that this suite does not know.</exception>
    bool IsCovered(JsonElement record) => true;

    /// <summary>Checks one record.</summary>
    /// <returns><see langword="null"/> if it passes, else what was expected and what came.</returns>
    /// <exception cref="UnknownRecordException">The record is of a kind, class or argument that this suite does not know: it counts as failed.</exception>
    string? Check(JsonElement record);
}
