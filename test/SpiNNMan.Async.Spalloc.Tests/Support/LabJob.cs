namespace SpiNNMan.Async.Spalloc.Tests.Support;

/// <summary>A job of a <see cref="Lab"/>.</summary>
internal sealed class LabJob(int id, string owner, int count, double? keepAlive, DateTimeOffset start)
{
    public int Id => id;

    public string Owner => owner;

    public int Count => count;

    public double? KeepAlive => keepAlive;

    public DateTimeOffset Start => start;

    public double StartSeconds => (start - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <summary>As the classic protocol numbers them.</summary>
    public int State { get; set; } = 1;

    public string StateName => State switch { 1 => "QUEUED", 2 => "POWER", 3 => "READY", 4 => "DESTROYED", _ => "UNKNOWN" };

    public bool? Power { get; set; }

    public string? Reason { get; set; }

    public int[] Boards { get; set; } = [];

    public long Heard { get; set; }

    public int Switchings { get; set; }

    /// <summary>Told when its boards were switched.</summary>
    public Action<bool>? OnSwitched { get; set; }

    /// <summary>The arguments that it was created with, as JSON.</summary>
    public string Args { get; set; } = "[]";

    public string Kwargs { get; set; } = "{}";
}
