using SpiNNMan.Async.Cli.Allocation;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Cli.Targets;

/// <summary>The defaults where the user names no host or no BMPs: from the environment, or else from the configuration file.</summary>
/// <remarks>Nothing here is a reason for a command to fail that needs no default, so that a wrong value is kept as <see cref="Problem"/>.</remarks>
internal sealed class Defaults
{
    /// <summary>The environment variable for the default host.</summary>
    public const string HostVariable = "SPINNMAN_HOST";

    /// <summary>The environment variable for the default BMPs.</summary>
    public const string BmpsVariable = "SPINNMAN_BMPS";

    /// <summary>The environment variable that names the configuration file.</summary>
    public const string FileVariable = "SPINNMAN_CONFIG";

    private const long LongestFile = 1 << 16;

    private static readonly string[] s_names = ["host", "bmps", "allocation", "hosts"];

    private Defaults()
    {
    }

    /// <summary>The default host, as text; <see langword="null"/> if there is none.</summary>
    public string? Host { get; private init; }

    /// <summary>The default BMPs, as text; <see langword="null"/> if there are none.</summary>
    public string? Bmps { get; private init; }

    /// <summary>The service that boards are allocated from, as text; <see langword="null"/> if there is none.</summary>
    public string? Allocation { get; private init; }

    /// <summary>The names of hosts that completion suggests.</summary>
    public IReadOnlyList<string> KnownHosts { get; private init; } = [];

    /// <summary>Why the configuration cannot be used; <see langword="null"/> if it can.</summary>
    public string? Problem { get; private init; }

    /// <summary>Reads the environment and the configuration file.</summary>
    public static Defaults Read(Terminal terminal)
    {
        (Dictionary<string, string> file, string? problem) = ReadFile(terminal);
        string? host = Choose(terminal, HostVariable, file.GetValueOrDefault("host"));
        string? bmps = Choose(terminal, BmpsVariable, file.GetValueOrDefault("bmps"));
        if (host is not null && !HostTarget.TryParse(host, out _))
            problem ??= $"The default host '{host}' is no HOST or HOST:PORT.";

        if (bmps is not null && WhyNoBmps(bmps) is { } reason)
            problem ??= $"The default BMPs '{bmps}' are no BMPs: {reason}.";

        string[] hosts = (file.GetValueOrDefault("hosts") ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return new Defaults
        {
            Host = host,
            Bmps = bmps,
            Allocation = Choose(terminal, AllocationServices.Variable, file.GetValueOrDefault("allocation")),
            KnownHosts = host is null ? hosts : [host, .. hosts],
            Problem = problem,
        };
    }

    /// <summary>Finds the service that boards are allocated from, as text; <see langword="null"/> if there is none.</summary>
    /// <exception cref="CommandFailedException">The configuration cannot be used.</exception>
    public static string? FindAllocation(Terminal terminal)
    {
        Defaults defaults = Read(terminal);
        return defaults.Problem is { } problem ? throw new CommandFailedException(problem) : defaults.Allocation;
    }

    /// <summary>The path of the configuration file, which need not exist; <see langword="null"/> if there is no home directory.</summary>
    public static string? FileOf(Terminal terminal)
    {
        if (terminal.Variable(FileVariable) is { Length: > 0 } named)
            return named;

        string? directory = OperatingSystem.IsWindows() ? terminal.Variable("APPDATA") : terminal.Variable("XDG_CONFIG_HOME");
        if (directory is not { Length: > 0 })
            directory = terminal.Variable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".config") : null;

        return directory is null ? null : Path.Combine(directory, "spinnman", "spinnman.conf");
    }

    private static string? Choose(Terminal terminal, string variable, string? ofFile) =>
        terminal.Variable(variable) is { Length: > 0 } value ? value : ofFile is { Length: > 0 } ? ofFile : null;

    private static string? WhyNoBmps(string text)
    {
        try
        {
            BmpConnectionData.ParseList(text);
            return null;
        }
        catch (InvalidParameterException exception)
        {
            return exception.Message;
        }
    }

    private static (Dictionary<string, string> Values, string? Problem) ReadFile(Terminal terminal)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string? path = FileOf(terminal);
        try
        {
            // A file that is named must be there. Others are there if somebody has written them.
            if (path is null || (!File.Exists(path) && terminal.Variable(FileVariable) is not { Length: > 0 }))
                return (values, null);

            using FileStream file = File.OpenRead(path);
            if (file.Length > LongestFile)
                return (values, $"{path} is too long for a configuration.");

            // A device has no length, and may go on for ever.
            using var source = new StreamReader(file);
            char[] letters = new char[LongestFile + 1];
            int count = source.ReadBlock(letters);
            if (count > LongestFile)
                return (values, $"{path} is too long for a configuration.");

            using var reader = new StringReader(new string(letters, 0, count));
            for (int number = 1; reader.ReadLine() is { } line; number++)
            {
                if (ReadLine(line, values) is { } problem)
                    return (values, $"{path}, line {number}: {problem}");
            }

            return (values, null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (values, $"The configuration cannot be read: {exception.Message}");
        }
    }

    private static string? ReadLine(string line, Dictionary<string, string> values)
    {
        string text = line.Split('#')[0].Trim();
        if (text.Length == 0)
            return null;

        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            return "name = value is expected.";

        string name = text[..equals].Trim();
        if (!s_names.Contains(name, StringComparer.Ordinal))
            return $"'{name}' is none of {string.Join(", ", s_names)}.{NearestNames.Sentence(name, s_names)}";

        return values.TryAdd(name, text[(equals + 1)..].Trim()) ? null : $"'{name}' is set twice.";
    }
}
