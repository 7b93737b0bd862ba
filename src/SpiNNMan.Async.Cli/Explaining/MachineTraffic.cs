using System.Net;
using SpiNNMan.Async.Cli.Datagrams;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Cli.Explaining;

/// <summary>The datagrams to a machine and from it.</summary>
/// <param name="endPoint">Where it listens.</param>
internal sealed class MachineTraffic(IPEndPoint endPoint)
{
    private const int MostVersions = 8;
    private const int MostHosts = 256;

    private readonly Dictionary<ushort, long> _refusals = [];

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => endPoint;

    /// <summary>The software that it says it has.</summary>
    public SortedSet<string> Versions { get; } = new(StringComparer.Ordinal);

    /// <summary>The addresses of those who ask.</summary>
    public HashSet<IPAddress> Hosts { get; } = [];

    /// <summary>Round trips.</summary>
    public RoundTrips RoundTrips { get; } = new();

    /// <summary>The losses at each load.</summary>
    public LossByLoad LossByLoad { get; } = new();

    /// <summary>How many requests there were.</summary>
    public long Requests { get; private set; }

    /// <summary>How often requests were sent again.</summary>
    public long Repeats { get; private set; }

    /// <summary>How many tries came to nothing.</summary>
    public long Lost { get; private set; }

    /// <summary>How many requests were never answered.</summary>
    public long Unanswered { get; private set; }

    /// <summary>How many times a request was sent again though the try before was not lost.</summary>
    public long Needless { get; private set; }

    /// <summary>How many replies the network doubled.</summary>
    public long Doubled { get; private set; }

    /// <summary>How many replies came that nobody awaited.</summary>
    public long Strange { get; private set; }

    /// <summary>How many times a request was sent again after the machine had said no for good.</summary>
    public long AfterRefusal { get; private set; }

    /// <summary>How many other datagrams came from it or went to it: events, text, and data.</summary>
    public long Others { get; private set; }

    /// <summary>How many parts of boot images went to it.</summary>
    public long BootMessages { get; private set; }

    /// <summary>How many times it said that it waits for an image.</summary>
    public long Announcements { get; private set; }

    /// <summary>How often it answered otherwise than with Ok, by result.</summary>
    public IEnumerable<KeyValuePair<ushort, long>> Refusals => _refusals.OrderByDescending(static refusal => refusal.Value);

    /// <summary>Takes a datagram into account.</summary>
    public void Add(ReadDatagram datagram, ExchangeStep? step)
    {
        if (Hosts.Count < MostHosts && datagram.Kind is not DatagramKind.Announcement)
            Hosts.Add(datagram.Host.Address);

        if (step is { } part)
            Add(datagram, part);
        else if (datagram.Kind == DatagramKind.Boot)
            BootMessages++;
        else if (datagram.Kind == DatagramKind.Announcement)
            Announcements++;
        else
            Others++;
    }

    /// <summary>A request was never answered.</summary>
    public void OnLeft(Exchange exchange)
    {
        Unanswered++;
        if (exchange.Refusal is null)
            CountLost(exchange, exchange.UnderWay);
    }

    private void Add(ReadDatagram datagram, ExchangeStep step)
    {
        Exchange? exchange = step.Exchange;
        switch (step.Kind)
        {
            case ExchangeStepKind.Request:
                Requests++;
                LossByLoad.OnSent(exchange!.UnderWay);
                break;
            case ExchangeStepKind.Repeat:
                Repeats++;
                LossByLoad.OnSent(exchange!.UnderWay);
                AfterRefusal += exchange.TriesAfterRefusal > 0 ? 1 : 0;
                if (step.IsLost)
                    CountLost(exchange, exchange.UnderWayBefore);
                break;
            case ExchangeStepKind.Reply:
                // The reply may be to an earlier try, so that its time is not known.
                if (exchange!.Tries == 1)
                    RoundTrips.Add(step.RoundTrip);
                if (datagram.Code != (ushort)ScpResult.Ok)
                    _refusals[datagram.Code] = _refusals.GetValueOrDefault(datagram.Code) + 1;
                else if (exchange is { Command: (ushort)ScpCommand.Version, Port: 0 } && Versions.Count < MostVersions && DatagramText.VersionOf(datagram) is { } version)
                    Versions.Add(version);
                break;
            case ExchangeStepKind.RepeatedReply:
                CountRepeatedReply(exchange!);
                break;
            default:
                Strange++;
                break;
        }
    }

    private void CountRepeatedReply(Exchange exchange)
    {
        if (exchange.Replies > exchange.Tries)
        {
            Doubled++;
            return;
        }

        Needless++;
        if (exchange.Lost == 0)
            return;

        exchange.Lost--;
        Lost--;
        LossByLoad.OnLost(exchange.UnderWayBefore, -1);
    }

    private void CountLost(Exchange exchange, int load)
    {
        exchange.Lost++;
        Lost++;
        LossByLoad.OnLost(load, 1);
    }
}
