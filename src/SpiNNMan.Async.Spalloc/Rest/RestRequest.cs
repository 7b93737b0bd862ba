namespace SpiNNMan.Async.Spalloc.Rest;

/// <summary>A request that can be made as often as need be.</summary>
/// <param name="Method">The method.</param>
/// <param name="Uri">Where.</param>
internal sealed record RestRequest(HttpMethod Method, Uri Uri)
{
    /// <summary>Makes the body anew for each attempt.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>How long an attempt may take; <see langword="null"/> for as long as all others.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether it changes something: then the service wants to see its own token.</summary>
    public bool Changes => Method != HttpMethod.Get;

    /// <summary>The request for people: without its query, which may have secrets.</summary>
    public string Describe() => $"{Method} {Uri.GetLeftPart(UriPartial.Path)}";
}
