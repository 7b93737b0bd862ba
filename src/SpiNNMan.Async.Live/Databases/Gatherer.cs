using System.Net;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Live.Databases;

/// <summary>A core that takes the events of populations and sends them to the host by an IP tag.</summary>
/// <param name="Label">Its label; those of the usual tools begin with <c>LiveSpikeReceiver</c>, and with <c>EthernetControlReceiver</c> for robots.</param>
/// <param name="Tag">The tag, 0 to 7.</param>
/// <param name="Board">The address of the board that has the tag.</param>
/// <remarks>Protocol: live.md, "Gatherers".</remarks>
public sealed record Gatherer(string Label, byte Tag, IPAddress Board)
{
    /// <summary>The label that gatherers have if nobody says another, <c>LiveSpikeReceiver</c>.</summary>
    public const string UsualLabel = "LiveSpikeReceiver";

    /// <summary>The core; <see langword="null"/> if the database does not say.</summary>
    public CoreLocation? Core { get; init; }

    /// <summary>Whether only the data of the messages is sent. The default is <see langword="true"/>.</summary>
    public bool Strip { get; init; } = true;

    /// <summary>The host that the tool chain thought of; <see langword="null"/> if it left it open.</summary>
    public string? Host { get; init; }

    /// <summary>The port that the tool chain thought of; 0, the default, if it left it open.</summary>
    public int Port { get; init; }
}
