using System.Globalization;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Tests.Watching;

/// <summary>Looks at machines that are made up.</summary>
internal static class Looks
{
    private const string Idle = "fffffffffffffffff-";

    /// <summary>A machine of triads in which everything is idle, with changes.</summary>
    public static HealthResult Of(int triadsAcross, int triadsUp, Func<HealthResult.WatchedChip, HealthResult.WatchedChip>? change = null, int second = 0, params HealthResult.WatchedProblem[] problems)
    {
        var geometry = new MachineGeometry(triadsAcross * MachineGeometry.TriadSize, triadsUp * MachineGeometry.TriadSize);
        var chips = new List<HealthResult.WatchedChip>();
        for (int x = 0; x < geometry.Size.Width; x++)
        {
            for (int y = 0; y < geometry.Size.Height; y++)
            {
                ChipLocation ethernet = geometry.GetNearestEthernet(new ChipLocation(x, y));
                var chip = new HealthResult.WatchedChip(x, y, ethernet.X, ethernet.Y, IsSilent: false, Idle) { PacketsPerSecond = 0, DropsPerSecond = 0 };
                chips.Add(change?.Invoke(chip) ?? chip);
            }
        }

        return new HealthResult(
            string.Create(CultureInfo.InvariantCulture, $"2030-01-02T03:04:{second:00}.000Z"),
            geometry.Size.Width,
            geometry.Size.Height,
            [.. geometry.PotentialEthernetChips.Select((chip, number) => new HealthResult.WatchedBoard(chip.X, chip.Y, $"10.0.0.{number + 1}", IsSilent: false, 96, 0.0096, 1, 0.0096))],
            chips,
            problems,
            ProblemsLeftOut: 0,
            []);
    }

    /// <summary>The same chip with a core in a state.</summary>
    public static HealthResult.WatchedChip With(this HealthResult.WatchedChip chip, int core, CoreState state, int application = 0)
    {
        char[] digits = chip.StateDigits.ToCharArray();
        digits[core] = "0123456789abcdef"[(int)state];
        int[] ids = [.. chip.ApplicationIds ?? new int[18]];
        ids[core] = application;
        return chip with { StateDigits = new string(digits), ApplicationIds = ids };
    }

    /// <summary>Whether it is the chip at a place.</summary>
    public static bool IsAt(this HealthResult.WatchedChip chip, int x, int y) => (chip.X, chip.Y) == (x, y);

    /// <summary>A problem since a time.</summary>
    public static HealthResult.WatchedProblem Problem(string message, string since = "2030-01-02T03:03:59.000Z") => new("coreFailed", since, message);
}
