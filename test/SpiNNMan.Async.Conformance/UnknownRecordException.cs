namespace SpiNNMan.Async.Conformance;

/// <summary>A record is of a kind that the suite has no check for.</summary>
internal sealed class UnknownRecordException(string what) : Exception(what);
