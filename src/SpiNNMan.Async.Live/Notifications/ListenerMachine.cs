using System.Net;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Live.Notifications;

/// <summary>The state of a listener, which takes messages in any order. It has no socket and no clock.</summary>
/// <remarks>
/// A database is read and answered whenever it comes, and a run that was on is taken for ended. A start begins a run unless there is no database or one is on. A stop ends the run, if one is on.
/// </remarks>
internal sealed class ListenerMachine
{
    /// <summary>How far the listener is.</summary>
    public ListenerPhase Phase { get; private set; }

    /// <summary>Takes what was heard.</summary>
    public Reaction Hear(EieioMessage? message, IPEndPoint sender) => message switch
    {
        NotificationProtocolDatabaseLocation { DatabasePath: { } path } => HearDatabase(path, sender),
        NotificationProtocolDatabaseLocation => Ignore(sender, "It is an answer to a tool chain, but this is a listener. Does another listener know this port as that of its tool chain?"),
        EieioCommandMessage { Command: EieioCommand.StartResumeNotification } => HearStart(sender),
        EieioCommandMessage { Command: EieioCommand.StopPauseNotification } => HearStop(sender),
        EieioCommandMessage command => Ignore(sender, $"It is command {(int)command.Command}, which no tool chain sends to listeners."),
        EieioDataMessage => Ignore(sender, "It is a message of events. Is a tag of a board aimed at this port? Events need a port of their own."),
        _ => Ignore(sender, "It is no EIEIO message. Does another program use this port?"),
    };

    /// <summary>The database could not be read, or nothing could be made ready: there is nothing to run with.</summary>
    public void Fail() => Phase = ListenerPhase.Waiting;

    private Reaction HearDatabase(string path, IPEndPoint sender)
    {
        bool wasRunning = Phase == ListenerPhase.Running;
        string? remark = Phase switch
        {
            ListenerPhase.Running => "The run that was on had not been stopped: did the tool chain crash? It is taken for ended.",
            ListenerPhase.Ready => "The run that was announced before never started.",
            _ => null,
        };
        return Go(ListenerPhase.Ready, ToolMessageKind.Database, sender, remark, path) with { EndsRun = wasRunning, Prepares = true };
    }

    private Reaction HearStart(IPEndPoint sender) => Phase switch
    {
        ListenerPhase.Waiting => Stay(ToolMessageKind.StartResume, sender, "A run starts that has no database here: this listener came too late, or could not read it. It takes part from the next run on."),
        ListenerPhase.Running => Stay(ToolMessageKind.StartResume, sender, "The run is on already."),
        _ => Go(ListenerPhase.Running, ToolMessageKind.StartResume, sender, remark: null) with { BeginsRun = true },
    };

    private Reaction HearStop(IPEndPoint sender) => Phase switch
    {
        ListenerPhase.Running => Go(ListenerPhase.Paused, ToolMessageKind.StopPause, sender, remark: null) with { EndsRun = true },
        ListenerPhase.Ready => Stay(ToolMessageKind.StopPause, sender, "The run stops that was never heard to start."),
        _ => Stay(ToolMessageKind.StopPause, sender, "No run is on."),
    };

    private Reaction Ignore(IPEndPoint sender, string remark) => Stay(ToolMessageKind.Other, sender, remark);

    private Reaction Stay(ToolMessageKind kind, IPEndPoint sender, string remark) => new(new ToolMessage(kind, sender, Phase, Phase, Path: null, remark));

    private Reaction Go(ListenerPhase after, ToolMessageKind kind, IPEndPoint sender, string? remark, string? path = null)
    {
        ListenerPhase before = Phase;
        Phase = after;
        return new Reaction(new ToolMessage(kind, sender, before, after, path, remark));
    }

    /// <summary>The consequences of a message: first the end of the run that was on, then the rest.</summary>
    internal readonly record struct Reaction(ToolMessage Message)
    {
        public bool EndsRun { get; init; }

        public bool Prepares { get; init; }

        public bool BeginsRun { get; init; }
    }
}
