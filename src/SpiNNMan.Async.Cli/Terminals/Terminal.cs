using Spectre.Console;

namespace SpiNNMan.Async.Cli.Terminals;

/// <summary>The streams that a command reads and writes: those of the process, or those of a test.</summary>
internal sealed class Terminal
{
    // No table is wider than this, so that tables in files are complete.
    private const int WidthOfFiles = 160;

    private readonly Lazy<IAnsiConsole> _outConsole;
    private readonly Lazy<IAnsiConsole> _errorConsole;

    public Terminal(TextWriter output, TextWriter error, Func<Stream> openInput, Func<Stream> openOutput)
    {
        Out = new PrintableWriter(output);
        Error = new PrintableWriter(error);
        OpenInput = openInput;
        OpenOutput = openOutput;
        _outConsole = new Lazy<IAnsiConsole>(() => CreateConsole(output, IsOutTerminal));
        _errorConsole = new Lazy<IAnsiConsole>(() => CreateConsole(error, IsErrorTerminal));
    }

    /// <summary>The writer for results, as text without control characters.</summary>
    public TextWriter Out { get; }

    /// <summary>The writer for everything else: errors, warnings and progress. It writes no control characters either.</summary>
    public TextWriter Error { get; }

    /// <summary>Opens standard input as a stream of bytes.</summary>
    public Func<Stream> OpenInput { get; }

    /// <summary>Opens standard output as a stream of bytes.</summary>
    public Func<Stream> OpenOutput { get; }

    /// <summary>Whether <see cref="Out"/> is a terminal. The default is no.</summary>
    public bool IsOutTerminal { get; init; }

    /// <summary>Whether <see cref="Error"/> is a terminal. The default is no.</summary>
    public bool IsErrorTerminal { get; init; }

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

    /// <summary>The clock. The default is the clock of the system.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Writes tables and colours to <see cref="Out"/>, or plain text if that is no terminal.</summary>
    public IAnsiConsole OutConsole => _outConsole.Value;

    /// <summary>Writes tables and colours to <see cref="Error"/>, or plain text if that is no terminal.</summary>
    public IAnsiConsole ErrorConsole => _errorConsole.Value;

    /// <summary>The streams of this process.</summary>
    public static Terminal OfProcess() => new(Console.Out, Console.Error, StandardStreams.OpenInput, StandardStreams.OpenOutput)
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

        return console;
    }
}
