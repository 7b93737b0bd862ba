using SpiNNMan.Async.SideBySide.Driving;
using SpiNNMan.Async.SideBySide.Native;

namespace SpiNNMan.Async.SideBySide;

/// <summary>One measurement: what the client says, what the responder says, and what a second client says if there was one.</summary>
internal sealed record Sample(RunResult Client, ResponderReport Boards, RunResult? Second = null)
{
    /// <summary>Requests answered in a second.</summary>
    public double Rate => Client.Requests / Client.Seconds;

    public double SecondRate => Second is { } second ? second.Requests / second.Seconds : 0;

    /// <summary>Of all clients together.</summary>
    public double TotalRate => Rate + SecondRate;

    public double CpuMicroseconds => Client.CpuMicroseconds / Client.Requests;

    /// <summary>Requests that boards had to take though nothing had been lost that asked for them.</summary>
    public double Unneeded => Boards.Received - Boards.Lost - Boards.Dropped - Boards.Ignored - Client.Asked - (Second?.Asked ?? 0);

    /// <summary>The same, as a part of the requests.</summary>
    public double UnneededPart => Unneeded / Client.Requests;

    /// <summary>The part of what came that a board had no room for.</summary>
    public double DroppedPart => Boards.Dropped / (double)Boards.Received;
}
