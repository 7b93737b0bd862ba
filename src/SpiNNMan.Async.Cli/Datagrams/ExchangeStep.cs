namespace SpiNNMan.Async.Cli.Datagrams;

/// <summary>A step of an exchange.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Exchange">The exchange; <see langword="null"/> for a reply that no request awaits.</param>
/// <param name="RoundTrip">How long after the last try a reply came.</param>
/// <param name="IsLost">Whether the try before came to nothing: no reply to it has come.</param>
internal readonly record struct ExchangeStep(ExchangeStepKind Kind, Exchange? Exchange, TimeSpan RoundTrip, bool IsLost);
