using Spectre.Console;
using SpiNNMan.Async.Cli.Processes;

namespace SpiNNMan.Async.Cli.Terminals;

/// <summary>The streams that a command reads and writes: those of the process, or those of a test.</summary>
internal sealed class Terminal
{
    /// <summary>The width of output that is no terminal. Its lines are never broken: programs that search files want each row in one line.</summary>
    public const int WidthOfFiles = 1_000_000;

    private readonly Lazy<IAnsiConsole> _outConsole;
    private readonly Lazy<IAnsiConsole> _errorConsole;

    public Terminal(TextWriter output, TextWriter error, Func<Stream> openInput, Func<Stream> openOutput)
    {
        Out = new PrintableWriter(output);
        Messages = new MessageWriter(new PrintableWriter(error));
        OpenInput = openInput;
        OpenOutput = openOutput;
        _outConsole = new Lazy<IAnsiConsole>(() => CreateConsole(output, IsOutTerminal));
        _errorConsole = new Lazy<IAnsiConsole>(() => CreateConsole(error, IsErrorTerminal));
    }

    /// <summary>The writer for results, as text without control characters.</summary>
    public TextWriter Out { get; }

    /// <summary>The writer for everything else: errors, warnings and progress. It writes no control characters either.</summary>
    public TextWriter Error => Messages;

    /// <summary>Whether everything is written as JSON, for programs. Progress is not shown then.</summary>
    public bool WritesJson
    {
        get => Messages.WritesJson;
        set => Messages.WritesJson = value;
    }

    /// <summary>Whether requests and replies are printed on <see cref="Error"/>. Progress is not shown then.</summary>
    public bool IsVerbose { get; set; }

    /// <summary>Opens standard input as a stream of bytes.</summary>
    public Func<Stream> OpenInput { get; }

    /// <summary>Opens standard output as a stream of bytes.</summary>
    public Func<Stream> OpenOutput { get; }

    /// <summary>Whether <see cref="Out"/> is a terminal. The default is no.</summary>
    public bool IsOutTerminal { get; init; }

    /// <summary>How many columns the terminal has. By default it is asked.</summary>
    public int? Width { get; init; }

    /// <summary>Whether <see cref="Error"/> is a terminal. The default is no.</summary>
    public bool IsErrorTerminal
    {
        get => field && !WritesJson && !IsVerbose;
        init;
    }

    /// <summary>Waits for a key; <see langword="null"/> if there is no keyboard. The default is <see langword="null"/>.</summary>
    public Func<ConsoleKeyInfo>? ReadKey { get; init; }

    /// <summary>Whether keys can be read.</summary>
    public bool CanReadKeys => ReadKey is not null && MayReadInput;

    /// <summary>Whether the process may read its input. The system stops a process that reads from a terminal while it is in the background.</summary>
    public bool MayReadInput => !IsInTerminal || !IsInBackground();

    /// <summary>Whether the input is a terminal. The default is no.</summary>
    public bool IsInTerminal { get; init; }

    /// <summary>Reads an environment variable. By default there are none.</summary>
    public Func<string, string?> Variable { get; init; } = static _ => null;

    /// <summary>How long a command may be silent before it says what it waits for. The default is a second.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a command that was stopped may take to clean up. By default it is the time before the process ends itself.</summary>
    public TimeSpan CleanUpTimeout { get; init; } = Grace.CleanUpTimeout;

    /// <summary>The clock. The default is the clock of the system.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Writes tables and colours to <see cref="Out"/>, or plain text if that is no terminal.</summary>
    public IAnsiConsole OutConsole => _outConsole.Value;

    /// <summary>Writes tables and colours to <see cref="Error"/>, or plain text if that is no terminal.</summary>
    public IAnsiConsole ErrorConsole => _errorConsole.Value;

    private MessageWriter Messages { get; }

    /// <summary>Writes the error that ends a command, as one line.</summary>
    public Task WriteErrorAsync(string message, string kind, int exitCode) => Messages.WriteErrorAsync(message, kind, exitCode);

    /// <summary>Says what the command waits for, if it takes more than a second until the result is disposed.</summary>
    /// <param name="what">The awaited event, in a sentence without a full stop.</param>
    public WaitNotice WaitFor(string what) => new(this, () => what);

    /// <summary>The streams of this process.</summary>
    public static Terminal OfProcess() => new(StandardStreams.CreateOutputWriter(), Console.Error, StandardStreams.OpenInput, StandardStreams.OpenOutput)
    {
        IsInTerminal = !Console.IsInputRedirected,
        ReadKey = Console.IsInputRedirected || Console.IsOutputRedirected ? null : static () => Console.ReadKey(intercept: true),
        IsOutTerminal = !Console.IsOutputRedirected,
        IsErrorTerminal = !Console.IsErrorRedirected,
        Variable = Environment.GetEnvironmentVariable,
    };

    /// <summary>Whether the process is in the background of its terminal. On Linux, the fifth word about a process is its process group, and the eighth is the process group in the foreground of the terminal.</summary>
    private static bool IsInBackground()
    {
        const string facts = "/proc/self/stat";
        if (!File.Exists(facts))
            return false;

        // The second word is the name. It is in parentheses, and may itself have spaces and parentheses.
        string text = File.ReadAllText(facts);
        string[] words = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 5 && !string.Equals(words[2], words[5], StringComparison.Ordinal);
    }

    private IAnsiConsole CreateConsole(TextWriter writer, bool isTerminal)
    {
        bool colourless = !isTerminal || !string.IsNullOrEmpty(Variable("NO_COLOR"));
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = colourless ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        console.Pipeline.Attach(new PrintableHook());
        if (!isTerminal)
            console.Profile.Width = WidthOfFiles;
        else if (Width is { } width)
            console.Profile.Width = width;

        return console;
    }
}
