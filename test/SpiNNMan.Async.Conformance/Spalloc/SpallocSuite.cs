using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Conformance.Models;
using SpiNNMan.Async.Spalloc;
using SpiNNMan.Async.Spalloc.Rest;

namespace SpiNNMan.Async.Conformance.Spalloc;

/// <summary>The client of the allocation service: what it asks for, and the frames of its tunnel.</summary>
internal sealed class SpallocSuite : IVectorSuite
{
    public string FileName => "spalloc.json";

    public bool IsCovered(JsonElement record) => true;

    // Suites are called one record at a time, by threads that have nothing else to do.
#pragma warning disable VSTHRD002
    public string? Check(JsonElement record) => Task.Run(() => CheckAsync(record)).ConfigureAwait(false).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002

    private static async Task<string?> CheckAsync(JsonElement record)
    {
        var comparison = new Comparison();
        switch (record.GetString("kind"))
        {
            case "http":
                await SpallocHttp.CheckAsync(record, comparison).ConfigureAwait(false);
                break;
            case "websocket":
                await SpallocTunnel.CheckAsync(record, comparison).ConfigureAwait(false);
                break;
            case "opcode":
                comparison.Same("value", record.GetInteger("value"), (long)PythonNames.ProxyProtocols[record.GetString("opcode")]);
                break;
            case "url":
                CheckUrl(record, comparison);
                break;
            case "address":
                await CheckAddressAsync(record, comparison).ConfigureAwait(false);
                break;
            default:
                throw new UnknownRecordException($"kind {record.GetString("kind")}");
        }

        return comparison.Result;
    }

    private static void CheckUrl(JsonElement record, Comparison comparison)
    {
        (Uri service, string? user, string? password) = RestUris.Split(new Uri(record.GetString("url")));
        JsonElement[] parts = record.GetList("parse_service_url");
        comparison.Same("service", parts[0].GetString()!.TrimEnd('/') + "/", service.AbsoluteUri);
        comparison.Same("user", parts[1].GetString(), user);
        comparison.Same("password", parts[2].GetString(), password);
        comparison.Same("host", record.GetString("get_hostname"), service.Host);
        comparison.Same("is of a server", record.GetBoolean("is_server_address"), IsRest(service));
    }

    private static async Task CheckAddressAsync(JsonElement record, Comparison comparison)
    {
        string address = record.GetString("address");
        bool hasScheme = Uri.TryCreate(address, UriKind.Absolute, out Uri? uri);
        comparison.Same("is of a REST service", record.GetBoolean("is_server_address"), hasScheme && IsRest(uri!));
        comparison.Same("is of any service", record.GetBoolean("is_server_address_with_spalloc"), hasScheme && (IsRest(uri!) || RestUris.HasScheme(uri!, "spalloc")));

        // Without a scheme it is the host of a classic server to the library; with one it knows, it opens.
        await using BoardAllocator allocator = BoardAllocator.Open(address);
        comparison.Same("host", hasScheme ? uri!.Host : address, allocator.Name);
    }

    private static bool IsRest(Uri uri) => RestUris.HasScheme(uri, Uri.UriSchemeHttp) || RestUris.HasScheme(uri, Uri.UriSchemeHttps);
}
