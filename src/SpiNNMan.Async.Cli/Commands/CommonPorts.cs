using System.CommandLine;

namespace SpiNNMan.Async.Cli.Commands;

/// <summary>Options that name a port.</summary>
internal static class CommonPorts
{
    /// <summary>Makes an option for a port, 1 to 65535.</summary>
    public static Option<int> Create(string name, string description, int defaultPort)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => defaultPort, HelpName = "PORT" };
        option.RequireWithin(1, ushort.MaxValue);
        return option;
    }
}
