namespace SpiNNMan.Async.Cli.Datagrams;

/// <summary>The kinds of datagrams.</summary>
internal enum DatagramKind
{
    /// <summary>It is of another protocol.</summary>
    Other,

    /// <summary>A command that wants a reply.</summary>
    Request,

    /// <summary>The reply to a command.</summary>
    Reply,

    /// <summary>Another message between a host and a core.</summary>
    Message,

    /// <summary>Text that a core printed.</summary>
    Text,

    /// <summary>Events.</summary>
    Events,

    /// <summary>A command of the protocol for events, or a notification between hosts.</summary>
    EventCommand,

    /// <summary>A part of a boot image.</summary>
    Boot,

    /// <summary>A board says that it waits for a boot image.</summary>
    Announcement,

    /// <summary>Data of or for a machine without a header that is known, as streams of memory are.</summary>
    Data,
}
