using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Live.Sending;

/// <summary>How events are sent to injectors; read-only from its first use on.</summary>
/// <remarks>Protocol: live.md, "Rates".</remarks>
public sealed record SendOptions : SpinnakerOptions
{
    /// <summary>How many datagrams a second a board gets at first, 1 to 1,000,000. The default is 500.</summary>
    public double DatagramsPerSecond { get; set => field = Writable(Rate(value, nameof(DatagramsPerSecond))); } = 500;

    /// <summary>The least that the rate may come to by what is lost. The default is 50.</summary>
    public double LeastDatagramsPerSecond { get; set => field = Writable(Rate(value, nameof(LeastDatagramsPerSecond))); } = 50;

    /// <summary>The most that the rate may come to when nothing is lost. The default is 4000.</summary>
    public double MostDatagramsPerSecond { get; set => field = Writable(Rate(value, nameof(MostDatagramsPerSecond))); } = 4000;

    /// <summary>Whether the rate of a board follows what the machine's counts tell at each pause. The default is yes.</summary>
    public bool Learns { get; set => field = Writable(value); } = true;

    /// <summary>How many datagrams may go at once after a rest, 1 to 1000. The default is 4: boards hold about eight messages.</summary>
    public int Burst { get; set => field = Writable(OptionChecks.Within(value, 1, 1000)); } = 4;

    /// <summary>How long a posted event waits for others that go in the same datagram, more than zero and up to a day. By default a tick of the machine.</summary>
    public TimeSpan? GatherFor { get; set => field = Writable<TimeSpan?>(value is { } time ? OptionChecks.Positive(time) : null); }

    /// <summary>How often each message to a send buffer is sent, 1 to 8. The default is 2: the core takes the first that comes and leaves the others, and without one it would leave all that follow.</summary>
    public int TimedCopies { get; set => field = Writable(OptionChecks.Within(value, 1, 8)); } = 2;

    private static double Rate(double value, string name) =>
        value is >= 1 and <= 1_000_000 ? value : throw new InvalidParameterException(name, value, "it must be 1 to 1,000,000 datagrams a second");
}
