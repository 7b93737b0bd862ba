using System.Globalization;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Access;

/// <summary>A chip that is asked, and its answers so far.</summary>
internal sealed class SilentChip(ChipLocation location, long firstAsked)
{
    /// <summary>Which it is.</summary>
    public ChipLocation Location => location;

    /// <summary>When it was first asked.</summary>
    public long FirstAsked { get; private set; } = firstAsked;

    /// <summary>How often it was asked.</summary>
    public int Tries { get; private set; }

    /// <summary>How often it was answered that it does not answer.</summary>
    public int Refusals { get; set; }

    /// <summary>How often its answer could not be understood.</summary>
    public int Misunderstandings { get; set; }

    /// <summary>It is asked.</summary>
    public void Ask(long now)
    {
        if (Tries++ == 0)
            FirstAsked = now;
    }

    /// <summary>The error of a chip that is given up.</summary>
    /// <param name="elapsed">How long it was asked.</param>
    /// <param name="wasRemembered">Whether it had been silent before.</param>
    public SpinnakerException ToError(TimeSpan elapsed, bool wasRemembered)
    {
        if (Tries == 0)
            return new SpinnakerTimeoutException($"Chip {location} was given up with its board, because no other chip of the board answered.");

        string before = wasRemembered ? ", and it was silent before" : "";
        string tries = string.Create(CultureInfo.InvariantCulture, $"{Tries} {(Tries == 1 ? "try" : "tries")} in {elapsed.TotalSeconds:0.###} s{before}");
        return Refusals > 0
            ? new ScpResultException(
                $"Chip {location} does not answer: its neighbours answered {ScpResult.P2PNoReply} {Refusals} times, {tries}.", ScpResult.P2PNoReply, ScpCommand.ChipInfo, location.Monitor)
            : new SpinnakerTimeoutException($"No reply from chip {location}: {tries}.") { Attempts = Tries, Elapsed = elapsed };
    }
}
