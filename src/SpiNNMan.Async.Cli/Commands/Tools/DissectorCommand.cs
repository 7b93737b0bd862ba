using System.CommandLine;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Commands.Tools;

/// <summary><c>spinnman dissector</c>: writes the script that lets Wireshark name the datagrams of machines, or installs it.</summary>
internal sealed class DissectorCommand
{
    private const string Script = "spinnaker.lua";

    private readonly Option<string?> _install = new("--install")
    {
        Description = "Install it in Wireshark's folder of personal plugins, or in the folder DIR.",
        HelpName = "DIR",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Terminal _terminal;

    private DissectorCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var definition = new DissectorCommand(terminal);
        definition._install.RequireText();
        var command = new Command("dissector", "Write the Lua script that lets Wireshark and tshark name what is in a capture, or install it.") { definition._install };
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        byte[] script = Read();
        if (parsed.GetResult(_install) is { Implicit: false })
            return await InstallAsync(parsed.GetValue(_install), script, parsed.WantsJson(), cancellationToken);

        string text = System.Text.Encoding.UTF8.GetString(script);
        if (parsed.WantsJson())
            await _terminal.WriteJsonAsync(new DissectorResult(text, File: null), CliJson.Default.DissectorResult);
        else
            await _terminal.Out.WriteAsync(text);

        return ExitCodes.Success;
    }

    private async Task<int> InstallAsync(string? named, byte[] script, bool json, CancellationToken cancellationToken)
    {
        string directory = named ?? FindPersonalPlugins();
        if (named is null)
            Directory.CreateDirectory(directory);
        else if (!Directory.Exists(directory))
            throw new CommandFailedException($"There is no folder {directory}; Wireshark names its own under Help, About, Folders.");

        string file = Path.Combine(Path.GetFullPath(directory), Script);
        await OutputFile.WriteAsync(file, script, cancellationToken);
        if (json)
            await _terminal.WriteJsonAsync(new DissectorResult(Script: null, file), CliJson.Default.DissectorResult);
        else
            await _terminal.Out.WriteLineAsync($"{file} is installed. Wireshark and tshark use it from their next start on.");

        return ExitCodes.Success;
    }

    /// <summary>The folder of personal plugins, as Wireshark itself finds it.</summary>
    private string FindPersonalPlugins()
    {
        (string variable, string[] below) = OperatingSystem.IsWindows() ? ("APPDATA", (string[])["Wireshark", "plugins"]) : ("HOME", [".local", "lib", "wireshark", "plugins"]);
        return _terminal.Variable(variable) is { Length: > 0 } home
            ? Path.Combine([home, .. below])
            : throw new CommandFailedException($"{variable} is not set, so the folder of Wireshark's plugins is not known: name it, as in --install DIR.");
    }

    private static byte[] Read()
    {
        using Stream resource = typeof(DissectorCommand).Assembly.GetManifestResourceStream(Script)!;
        var script = new byte[resource.Length];
        resource.ReadExactly(script);
        return script;
    }
}
