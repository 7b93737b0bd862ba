using System.CommandLine;

namespace SpiNNMan.Async.Cli.Commands;

/// <summary>Options that name a port.</summary>
internal static class CommonPorts
{
    /// <summary>Makes an option for a port, 1 to 65535.</summary>
    public static Option<int> Create(string name, string description, int defaultPort)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => defaultPort, HelpName = "PORT" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is <= 0 or > ushort.MaxValue)
                result.AddError($"{name} must be 1 to 65535.");
        });
        return option;
    }
}
