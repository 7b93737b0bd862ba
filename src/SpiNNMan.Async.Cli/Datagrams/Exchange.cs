using System.Net;

namespace SpiNNMan.Async.Cli.Datagrams;

/// <summary>A request with its tries and its replies.</summary>
internal sealed class Exchange
{
    /// <summary>Who asks.</summary>
    public required IPEndPoint Host { get; init; }

    /// <summary>Who is asked.</summary>
    public required IPEndPoint Machine { get; init; }

    /// <summary>The command.</summary>
    public required ushort Command { get; init; }

    /// <summary>The SDP port of the core that is asked.</summary>
    public required byte Port { get; init; }

    /// <summary>Tells requests with the same number apart.</summary>
    public required int Hash { get; init; }

    /// <summary>The place of the last try among all tries of the conversation.</summary>
    public long Order { get; set; }

    /// <summary>How often it was sent.</summary>
    public int Tries { get; set; } = 1;

    /// <summary>When it was sent last.</summary>
    public DateTimeOffset Sent { get; set; }

    /// <summary>How many requests were under way at the machine when it was sent last, with itself.</summary>
    public int UnderWay { get; set; }

    /// <summary>The same, of the try before.</summary>
    public int UnderWayBefore { get; set; }

    /// <summary>Whether it counts as being under way.</summary>
    public bool IsUnderWay { get; set; }

    /// <summary>Whether it was answered in a way that does not ask for another try.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>The result of the last try, if it asks for another one or says no.</summary>
    public ushort? Refusal { get; set; }

    /// <summary>How many replies came.</summary>
    public int Replies { get; set; }

    /// <summary>How many of its tries are counted as lost.</summary>
    public int Lost { get; set; }

    /// <summary>How many times it was sent again after it had been refused for good.</summary>
    public int TriesAfterRefusal { get; set; }
}
