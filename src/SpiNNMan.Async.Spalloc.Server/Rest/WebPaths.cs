using System.Globalization;

namespace SpiNNMan.Async.Spalloc.Server.Rest;

/// <summary>Where the resources of the service are, below its address.</summary>
/// <param name="prefix">The path of the service, without a slash at its end.</param>
internal sealed class WebPaths(string prefix)
{
    public string System => $"{prefix}/system";

    public string Api => $"{prefix}/srv/spalloc";

    public string Machines => $"{Api}/machines";

    public string Jobs => $"{Api}/jobs";

    public string Proxy => $"{prefix}/proxy";

    public string Machine(string name) => $"{Machines}/{Uri.EscapeDataString(name)}";

    public string Job(int id) => string.Create(CultureInfo.InvariantCulture, $"{Jobs}/{id}");

    public string ProxyOf(int id) => string.Create(CultureInfo.InvariantCulture, $"{Proxy}/{id}");
}
