namespace SpiNNMan.Async.Spalloc.Tests.Served;

/// <summary>How a client talks to a service.</summary>
internal enum Protocol
{
    /// <summary>Lines of text over TCP.</summary>
    Classic,

    /// <summary>REST, not encrypted.</summary>
    Http,

    /// <summary>REST with a certificate that the service made.</summary>
    Https,
}
