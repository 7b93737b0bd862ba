using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SpiNNMan.Async.Spalloc.Rest;

/// <summary>The resources of jobs: where they are, and the requests for them.</summary>
/// <remarks>Protocol: spalloc.md, "Resources".</remarks>
internal static class RestResources
{
    public static Uri Jobs(RestSession session, RestLogin login) => RestUris.Trusted(login.Description.JobsRef, session.Service, "srv/spalloc/jobs");

    public static Uri Machines(RestSession session, RestLogin login) => RestUris.Trusted(login.Description.MachinesRef, session.Service, "srv/spalloc/machines");

    public static async Task<Uri> JobAsync(RestSession session, int id, CancellationToken cancellationToken)
    {
        RestLogin login = await session.GetLoginAsync(cancellationToken).ConfigureAwait(false);
        return new Uri(RestUris.AsFolder(Jobs(session, login)), string.Create(CultureInfo.InvariantCulture, $"{id}/"));
    }

    public static RestRequest Get(Uri uri, params ReadOnlySpan<(string Name, string Value)> query) => new(HttpMethod.Get, WithQuery(uri, query));

    public static RestRequest Delete(Uri uri, params ReadOnlySpan<(string Name, string Value)> query) => new(HttpMethod.Delete, WithQuery(uri, query));

    public static RestRequest Post<T>(Uri uri, T body, JsonTypeInfo<T> type) => new(HttpMethod.Post, uri)
    {
        Content = () => new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
    };

    public static RestRequest PostBytes(Uri uri, ReadOnlyMemory<byte> body) => new(HttpMethod.Post, uri)
    {
        Content = () => new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } },
    };

    public static RestRequest KeepAlive(Uri job) => new(HttpMethod.Put, new Uri(job, "keepalive"))
    {
        Content = static () => new ByteArrayContent("alive"u8.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("text/plain") { CharSet = "UTF-8" } } },
    };

    public static Uri WithQuery(Uri uri, params ReadOnlySpan<(string Name, string Value)> query)
    {
        if (query.IsEmpty)
            return uri;

        var text = new System.Text.StringBuilder(uri.GetLeftPart(UriPartial.Path));
        char separator = '?';
        foreach ((string name, string value) in query)
        {
            text.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return new Uri(text.ToString());
    }

    /// <summary>A number as queries have it.</summary>
    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
