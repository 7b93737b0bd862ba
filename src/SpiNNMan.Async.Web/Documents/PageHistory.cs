namespace SpiNNMan.Async.Web.Documents;

/// <summary>How far the past reaches, in milliseconds since 1970.</summary>
internal sealed record PageHistory(long Oldest, long Newest, int Count);
