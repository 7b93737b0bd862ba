using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Spalloc.Rest;

/// <summary>The addresses of a service.</summary>
internal static class RestUris
{
    /// <summary>Takes what a user names as the service apart: its address, which ends with a slash and has neither query nor credentials, and these.</summary>
    public static (Uri Service, string? User, string? Password) Split(Uri uri)
    {
        if (!uri.IsAbsoluteUri || !(HasScheme(uri, Uri.UriSchemeHttp) || HasScheme(uri, Uri.UriSchemeHttps)))
            throw new InvalidParameterException(nameof(uri), uri.IsAbsoluteUri ? uri.Scheme : "no scheme", "a REST service is at http:// or https://");

        string[] info = uri.UserInfo.Split(':', 2);
        string path = uri.AbsolutePath.EndsWith('/') ? uri.AbsolutePath : uri.AbsolutePath + "/";
        var service = new Uri($"{uri.Scheme}://{uri.Authority}{path}");
        return (service, info[0].Length > 0 ? Uri.UnescapeDataString(info[0]) : null, info.Length > 1 ? Uri.UnescapeDataString(info[1]) : null);
    }

    /// <summary>The address that the service gives, if it is on the service itself; else the usual one. Credentials go nowhere else.</summary>
    public static Uri Trusted(Uri? told, Uri service, string custom)
    {
        if (told is not null && !told.IsAbsoluteUri)
            told = new Uri(service, told);

        return told is not null && IsSameOrigin(told, service) ? told : new Uri(service, custom);
    }

    public static bool IsSameOrigin(Uri one, Uri other) =>
        string.Equals(one.Scheme, other.Scheme, StringComparison.OrdinalIgnoreCase) && string.Equals(one.Authority, other.Authority, StringComparison.OrdinalIgnoreCase);

    public static bool HasScheme(Uri uri, string scheme) => string.Equals(uri.Scheme, scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>With a slash at the end.</summary>
    public static Uri AsFolder(Uri uri) => uri.AbsolutePath.EndsWith('/') ? uri : new Uri(uri.GetLeftPart(UriPartial.Path) + "/");

    /// <summary>The last number of a path: that of a job.</summary>
    public static int? NumberOf(Uri? uri) =>
        uri is not null && int.TryParse(uri.OriginalString.Split('?')[0].TrimEnd('/').Split('/')[^1], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number)
            ? number
            : null;
}
