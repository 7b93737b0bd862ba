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
        int? width = null,
        Stream? bytes = null,
        TimeSpan? patience = null,
        TimeProvider? clock = null,
        CancellationToken cancellationToken = default)
    {
        TextWriter standardOutput = output ?? new StringWriter();
        TextWriter standardError = error ?? new StringWriter();
        var memory = new MemoryStream();
        var terminal = new Terminal(standardOutput, standardError, () => new MemoryStream(input ?? []), () => bytes ?? memory)
        {
            Variable = name => variables?.GetValueOrDefault(name),
            IsOutTerminal = onTerminal,
            IsErrorTerminal = onTerminal,
            Width = width,

            // Whether a busy computer takes longer than a second for something must not matter to other tests.
            CleanUpTimeout = Pace.Scale(TimeSpan.FromSeconds(10)),
            Patience = patience ?? Timeout.InfiniteTimeSpan,
            TimeProvider = clock ?? TimeProvider.System,
        };
        int exitCode = await SpinnmanCommandLine.RunAsync(args, terminal, cancellationToken).WaitAsync(Pace.Scale(s_longest), CancellationToken.None);
        return new CommandRun(exitCode, standardOutput.ToString()!, standardError.ToString()!, memory.ToArray());
    }
}
