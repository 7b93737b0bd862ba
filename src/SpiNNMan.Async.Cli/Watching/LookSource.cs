using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Health;

namespace SpiNNMan.Async.Cli.Watching;

/// <summary>Where looks at a machine come from: the machine, or a recording.</summary>
internal static class LookSource
{
    private const int LongestLine = 64 << 20;

    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(10);

    /// <summary>Looks at a machine.</summary>
    public static async IAsyncEnumerable<HealthResult> WatchAsync(Transceiver transceiver, WatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (MachineHealth health in transceiver.WatchAsync(options, cancellationToken))
            yield return HealthResult.From(health, transceiver.Machine.Dimensions);
    }

    /// <summary>Reads a recording.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">How a line is read.</param>
    /// <param name="clock">Lets as much time go by between two looks as went by when they were recorded, up to 10 s; <see langword="null"/> for no time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CommandFailedException">The file is no recording.</exception>
    public static async IAsyncEnumerable<HealthResult> ReplayAsync(string path, JsonTypeInfo<HealthResult> type, TimeProvider? clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        HealthResult? before = null;
        int number = 0;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            number++;
            HealthResult look = Parse(path, number, line, type);
            if (before is not null && clock is not null && TimeOf(look) - TimeOf(before) is var pause && pause > TimeSpan.Zero)
                await Task.Delay(pause < s_longestPause ? pause : s_longestPause, clock, cancellationToken);

            before = look;
            yield return look;
        }

        if (before is null)
            throw new CommandFailedException($"{path} is empty, and no recording of 'spinnman top --record'.");
    }

    private static DateTimeOffset TimeOf(HealthResult look) => DateTimeOffset.Parse(look.Time, CultureInfo.InvariantCulture);

    private static HealthResult Parse(string path, int number, string line, JsonTypeInfo<HealthResult> type)
    {
        string? problem;
        try
        {
            HealthResult? look = line.Length <= LongestLine ? JsonSerializer.Deserialize(line, type) : null;
            problem = look is null ? "it is no document" : FindProblem(look);
            if (problem is null)
                return look!;
        }
        catch (JsonException exception)
        {
            problem = exception.Message;
        }

        throw new CommandFailedException(string.Create(CultureInfo.InvariantCulture, $"Line {number} of {path} is no look of 'spinnman top --record': {problem.TrimEnd('.')}."));
    }

    /// <summary>The reason why a look cannot be drawn.</summary>
    private static string? FindProblem(HealthResult look)
    {
        if (look.WatchedBoards is null || look.WatchedChips is null || look.Problems is null || look.Sensors is null)
            return "a list is missing";
        if (!DateTimeOffset.TryParse(look.Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
            return "its time is no time";
        if (look.Width is < 1 or > 256 || look.Height is < 1 or > 256)
            return "no machine has this size";
        if (look.WatchedBoards.Any(board => !IsWithin(look, board.X, board.Y)) || look.WatchedChips.Any(chip => chip.StateDigits is null || !IsWithin(look, chip.X, chip.Y)))
            return "a chip is outside of the machine";

        HashSet<(int, int)> boards = [.. look.WatchedBoards.Select(static board => (board.X, board.Y))];
        if (look.WatchedChips.Any(chip => !boards.Contains((chip.BoardX, chip.BoardY))))
            return "a chip is on no board";

        return look.Problems.Any(static problem => problem.Message is null || problem.Since is not { Length: >= 19 }) ? "a problem says nothing" : null;
    }

    private static bool IsWithin(HealthResult look, int x, int y) => x >= 0 && y >= 0 && x < look.Width && y < look.Height;
}
