using System.CommandLine;

namespace SpiNNMan.Async.Cli.Arguments;

/// <summary>Creates options that name a port.</summary>
internal static class PortOptions
{
    /// <summary>Creates an option for a port, 1 to 65535.</summary>
    public static Option<int> Create(string name, string description, int defaultPort)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => defaultPort, HelpName = "PORT" };
        option.RequireWithin(1, ushort.MaxValue);
        return option;
    }
}
