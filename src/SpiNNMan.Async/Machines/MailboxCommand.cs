namespace SpiNNMan.Async.Machines;

/// <summary>The command for a core in its mailbox.</summary>
/// <remarks>Protocol: models.md, "Core blocks".</remarks>
public enum MailboxCommand : byte
{
    /// <summary>0: nothing.</summary>
    Idle = 0,

    /// <summary>1: take a message.</summary>
    Message = 1,

    /// <summary>2: answer, and do nothing.</summary>
    Nop = 2,

    /// <summary>3: take a signal.</summary>
    Signal = 3,

    /// <summary>4: carry out a command.</summary>
    Command = 4,
}
