namespace SpiNNMan.Async.Spalloc.Tests.Support;

/// <summary>What a server does to a client.</summary>
internal enum Mischief
{
    None,

    /// <summary>The connection is closed and the command not done.</summary>
    CloseBefore,

    /// <summary>The command is done, and the connection closed instead of an answer.</summary>
    CloseAfter,

    /// <summary>The command is not done, and there is no answer.</summary>
    SilentBefore,

    /// <summary>The command is done, and there is no answer.</summary>
    SilentAfter,
}
