using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>A command that was run within this process, with its results.</summary>
internal sealed record CommandRun(int ExitCode, string Out, string Error, byte[] Bytes)
{
    /// <summary>The time limit. A command that takes longer never ends.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    /// <summary>The lines on standard error.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static Task<CommandRun> OfAsync(params string[] args) => OfAsync(args, input: null, variables: null, output: null);

    public static async Task<CommandRun> OfAsync(
        string[] args,
        byte[]? input = null,
        Dictionary<string, string>? variables = null,
        TextWriter? output = null,
        TextWriter? error = null,
        bool onTerminal = false,
        CancellationToken cancellationToken = default)
    {
        TextWriter standardOutput = output ?? new StringWriter();
        TextWriter standardError = error ?? new StringWriter();
        var bytes = new MemoryStream();
        var terminal = new Terminal(standardOutput, standardError, () => new MemoryStream(input ?? []), () => bytes)
        {
            Variable = name => variables?.GetValueOrDefault(name),
            IsOutTerminal = onTerminal,
            IsErrorTerminal = onTerminal,
        };
        int exitCode = await SpinnmanCommandLine.RunAsync(args, terminal, cancellationToken).WaitAsync(Pace.Scale(s_longest), CancellationToken.None);
        return new CommandRun(exitCode, standardOutput.ToString()!, standardError.ToString()!, bytes.ToArray());
    }
}
