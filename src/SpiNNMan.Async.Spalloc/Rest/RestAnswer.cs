using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Spalloc.Rest;

/// <summary>A whole answer.</summary>
internal sealed record RestAnswer(HttpStatusCode Status, byte[] Body, Uri? Location, string What)
{
    private const int LongestText = 500;

    /// <summary>Whether there is nothing to tell yet: a job without boards.</summary>
    public bool IsEmpty => Status == HttpStatusCode.NoContent;

    public bool IsMissing => Status is HttpStatusCode.NotFound or HttpStatusCode.Gone;

    /// <summary>The body as text, cut short if it is long.</summary>
    public string Text
    {
        get
        {
            string text = Encoding.UTF8.GetString(Body).Trim();
            return text.Length > LongestText ? text[..LongestText] + "..." : text;
        }
    }

    /// <summary>Reads the body as JSON.</summary>
    /// <exception cref="AllocationException">It is something else.</exception>
    public T Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Body, type) ?? throw new AllocationException($"{What} was answered with nothing.") { StatusCode = Status };
        }
        catch (JsonException exception)
        {
            throw new AllocationException($"{What} was answered with what cannot be understood: {exception.Message}", exception) { StatusCode = Status };
        }
    }

    /// <summary>Throws if the service refused.</summary>
    public RestAnswer OrThrow() => (int)Status is >= 200 and < 400 ? this : throw Refusal();

    /// <summary>The error that says what the service refused.</summary>
    public AllocationException Refusal() =>
        new($"{What} was refused with status {(int)Status} ({Status}){(Body.Length == 0 ? "." : $": {Text}")}") { StatusCode = Status };
}
