using Spectre.Console;

namespace SpiNNMan.Async.Cli.Terminals;

/// <summary>What a command reads from and writes to: the streams of the process, or those of a test.</summary>
internal sealed class Terminal
{
    // Wide enough that no table is broken where nobody looks at it.
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

    /// <summary>Where results go as text, of which nothing moves the cursor.</summary>
    public TextWriter Out { get; }

    /// <summary>Where everything else goes: errors, warnings and progress. The same holds of it.</summary>
    public TextWriter Error { get; }

    /// <summary>Opens the standard input for bytes.</summary>
    public Func<Stream> OpenInput { get; }

    /// <summary>Opens the standard output for bytes.</summary>
    public Func<Stream> OpenOutput { get; }

    /// <summary>Whether somebody looks at <see cref="Out"/>. The default is no.</summary>
    public bool IsOutTerminal { get; init; }

    /// <summary>Whether somebody looks at <see cref="Error"/>. The default is no.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>Waits for a key, if somebody can press one. The default is nobody.</summary>
    public Func<ConsoleKeyInfo>? ReadKey { get; init; }

    /// <summary>Whether somebody can press keys.</summary>
    public bool CanReadKeys => ReadKey is not null && MayReadInput;

    /// <summary>Whether reading the input is allowed: a process in the background of a terminal is stopped for it.</summary>
    public bool MayReadInput => !IsInTerminal || !IsInBackground();

    /// <summary>Whether somebody types what is read. The default is no.</summary>
    public bool IsInTerminal { get; init; }

    /// <summary>The variables of the environment. The default is none.</summary>
    public Func<string, string?> Variable { get; init; } = static _ => null;

    /// <summary>The clock. The default is the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Tables and colours on <see cref="Out"/>; plain text if nobody looks.</summary>
    public IAnsiConsole OutConsole => _outConsole.Value;

    /// <summary>The same on <see cref="Error"/>.</summary>
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

    /// <summary>Linux tells the group of the process, and the group that the terminal listens to, as the fifth and eighth of the facts about a process.</summary>
    private static bool IsInBackground()
    {
        const string facts = "/proc/self/stat";
        if (!File.Exists(facts))
            return false;

        // The second is the name in parentheses, which may hold anything.
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
