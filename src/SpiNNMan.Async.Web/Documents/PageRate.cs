namespace SpiNNMan.Async.Web.Documents;

/// <summary>A rate of the whole machine.</summary>
/// <param name="PerSecond">The rate of now.</param>
/// <param name="Spark">The last minute as a row of bars.</param>
internal sealed record PageRate(double PerSecond, string Spark);
