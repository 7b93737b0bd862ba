using System.Globalization;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>The errors of requests that ended without a reply.</summary>
internal sealed class RequestErrors(EngineSettings settings)
{
    /// <summary>A refusal not older than this is the error, if the replies to later attempts may only be late.</summary>
    private readonly long _lastWord = settings.GiveUpAfter.Ticks / EngineSettings.LeastTries;

    /// <summary>The error of a request that had no reply, or was refused until its time was up.</summary>
    public SpinnakerException GivenUp(RequestEntry entry, long now, long lastReply)
    {
        TimeSpan elapsed = TimeSpan.FromTicks(now - entry.Called);
        string tries = string.Create(CultureInfo.InvariantCulture, $"{entry.Sends} {(entry.Sends == 1 ? "try" : "tries")} in {elapsed.TotalSeconds:0.###} s");

        // The last attempt may have carried out a request that must not be repeated.
        bool isRefused = entry.IsRefused || (entry.IsRepeatable && now - entry.RefusedAt < _lastWord);
        if (isRefused && entry.LastRefusal is { } refusal)
        {
            return new ScpResultException(
                $"{Describe(entry)} was answered with {refusal} each time: {tries}. The chip or core is busy or not working; try again later.",
                refusal, entry.Traits.Command, entry.Traits.Destination.Location);
        }

        if (entry.Sends == 0)
            tries = $"it was not sent, because {Silence(entry.Destination, now, lastReply)}";
        else if (entry.LastRefusal is { } earlier)
            tries += $", of which one was answered with {earlier}";

        bool isUnknown = !entry.IsRepeatable && entry.Sends > entry.Unsent;
        string advice = isUnknown
            ? "It may have been carried out, so it must not be repeated blindly: check the state of the board before you ask again."
            : "Is the board switched on and booted, and does the chip exist?";
        if (entry.SendError is { } sendError)
            advice = $"This computer did not send {(entry.Unsent == entry.Sends ? "any" : string.Create(CultureInfo.InvariantCulture, $"{entry.Unsent}"))} of these: {sendError.Message} {advice}";

        return new SpinnakerTimeoutException($"No reply to {Describe(entry)}: {tries}. {advice}", entry.SendError)
        {
            Attempts = entry.Sends,
            Elapsed = elapsed,
            LastTimeout = entry.LastTimeout,
            OutcomeUnknown = isUnknown,
            LastSendError = entry.SendError,
        };
    }

    /// <summary>The error of a transfer whose turn did not come before its board was given up.</summary>
    public SpinnakerTimeoutException GivenUp(TransferEntry transfer, long now, long lastReply) =>
        new($"A transfer ({transfer.Traits.Command}) through {settings.Peer} was given up before its turn came: {Silence(transfer.Destination, now, lastReply)}. Is the board switched on and booted?")
        {
            Elapsed = TimeSpan.FromTicks(now - transfer.Called),
        };

    /// <summary>The error of a request if a socket threw an exception that sockets do not throw. It is not known whether the request was sent.</summary>
    public SpinnakerConnectionException NotSent(RequestEntry entry, Exception exception) =>
        new($"{Describe(entry)} was not sent: the socket threw {exception.GetType().Name}: {exception.Message}", exception);

    /// <summary>The name of the request in errors.</summary>
    public string Describe(RequestEntry entry)
    {
        CoreLocation core = entry.Traits.Destination.Location;
        return $"{entry.Traits.Command} #{entry.Sequence} to core {core} through {settings.Peer}";
    }

    private string Silence(Destination destination, long now, long lastReply)
    {
        // A board that answered a moment ago is not silent, so it is the chip.
        bool isChip = destination.LastServed < lastReply && now - lastReply < _lastWord;
        TimeSpan elapsed = TimeSpan.FromTicks(now - Math.Max(isChip ? destination.LastServed : lastReply, 0));
        string said = isChip && destination.LastRefusal is { } refusal ? $", and last answered {refusal}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"the {(isChip ? "chip has carried out" : "board has answered")} nothing for {elapsed.TotalSeconds:0.###} s{said}");
    }
}
