using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Classic;
using SpiNNMan.Async.Spalloc.Rest;
using SpiNNMan.Async.Spalloc.Services;
using SpiNNMan.Async.Spalloc.Transports;

namespace SpiNNMan.Async.Spalloc;

/// <summary>Which protocol it is that the address of a service means.</summary>
internal static class ServiceOpener
{
    private const string ClassicScheme = "spalloc";

    public static Uri Parse(string service)
    {
        ArgumentNullException.ThrowIfNull(service);
        string text = service.Contains("://", StringComparison.Ordinal) ? service : $"{ClassicScheme}://{service}";
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Host.Length > 0
            ? uri
            : throw new InvalidParameterException(nameof(service), WithoutCredentials(service), "it must be spalloc://HOST, http://HOST/PATH or https://HOST/PATH");
    }

    public static IAllocationService Open(Uri service, BoardAllocatorOptions options, ServiceSettings settings)
    {
        if (RestUris.HasScheme(service, ClassicScheme))
            return new ClassicService(settings, service.Host, service.IsDefaultPort ? ClassicService.DefaultPort : service.Port);

        if (!RestUris.HasScheme(service, Uri.UriSchemeHttp) && !RestUris.HasScheme(service, Uri.UriSchemeHttps))
            throw new InvalidParameterException(nameof(service), service.Scheme, "it must be spalloc://HOST, http://HOST/PATH or https://HOST/PATH");

        (Uri address, string? user, string? password) = RestUris.Split(service);
        AllocationCredentials? credentials = options.Credentials
            ?? (user is not null && password is not null ? AllocationCredentials.FromPassword(user, password) : AllocationCredentials.FromEnvironment());
        return new RestService(settings, address, credentials);
    }

    private static string WithoutCredentials(string text) => text.LastIndexOf('@') is >= 0 and int at ? "..." + text[at..] : text;
}
