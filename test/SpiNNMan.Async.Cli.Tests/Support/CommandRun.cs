using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>One command, run within this process, and all that came of it.</summary>
internal sealed record CommandRun(int ExitCode, string Out, string Error, byte[] Bytes)
{
    /// <summary>The lines on standard error.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static Task<CommandRun> OfAsync(params string[] args) => OfAsync(args, input: null, variables: null, output: null);

    public static async Task<CommandRun> OfAsync(
        string[] args, byte[]? input = null, Dictionary<string, string>? variables = null, TextWriter? output = null, CancellationToken cancellationToken = default)
    {
        TextWriter standardOutput = output ?? new StringWriter();
        var error = new StringWriter();
        var bytes = new MemoryStream();
        var terminal = new Terminal(standardOutput, error, () => new MemoryStream(input ?? []), () => bytes)
        {
            Variable = name => variables?.GetValueOrDefault(name),
        };
        int exitCode = await SpinnmanCommandLine.RunAsync(args, terminal, cancellationToken);
        return new CommandRun(exitCode, standardOutput.ToString()!, error.ToString(), bytes.ToArray());
    }
}
