using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Spalloc;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Conformance.Spalloc;

/// <summary>The login of a job in the database that programs with live data read, and the job opened from there.</summary>
internal static class SpallocAccess
{
    public static async Task CheckAsync(JsonElement record, JobAccess access, Comparison comparison)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sqlite3");
        try
        {
            await new RunDatabase { Proxy = new ProxyAccess(access.ServiceUri, access.JobUri, access.Cookies, access.Headers) }.WriteAsync(path).ConfigureAwait(false);
            ProxyAccess read = (await RunDatabase.ReadAsync(path).ConfigureAwait(false)).Proxy!;
            JsonElement result = record.GetProperty("result");
            IEnumerable<string> expected = result.GetList("rows").Select(static row => string.Join(" ", row.EnumerateArray().Select(static cell => cell.GetString())));
            comparison.Same("rows", string.Join("; ", expected.Order(StringComparer.Ordinal)), string.Join("; ", RowsOf(read).Order(StringComparer.Ordinal)));

            var reopened = new JobAccess(read.ServiceUri!, read.JobUri!, read.Cookies, read.Headers);
            await using BoardAllocator allocator = BoardAllocator.Open(reopened);
            comparison.Same("reopened", result.GetString("reopened"), $"SpallocJob({allocator.Address.TrimEnd('/')}/srv/spalloc/jobs/{reopened.JobId}/)");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static IEnumerable<string> RowsOf(ProxyAccess access) =>
    [
        .. access.Cookies.Select(static cookie => $"COOKIE {cookie.Key} {cookie.Value}"),
        .. access.Headers.Select(static header => $"HEADER {header.Key} {header.Value}"),
        $"SPALLOC job uri {access.JobUri}",
        $"SPALLOC service uri {access.ServiceUri}",
    ];
}
