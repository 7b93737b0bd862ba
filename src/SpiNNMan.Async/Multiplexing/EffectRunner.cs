using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Multiplexing.Transfers;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>Carries out the effects of the engine: resumes callers, ends transfers, and starts the resend policy. It holds no lock.</summary>
/// <remarks>Exceptions of users' code are logged, and end nothing else.</remarks>
internal sealed class EffectRunner(RequestMultiplexer multiplexer, Recoveries recoveries, CompletionQueue elsewhere, RequestJournal journal, ILogger logger, string peer)
{
    [ThreadStatic]
    private static Effects? s_kept;

    /// <summary>An empty list of effects.</summary>
    public static Effects Rent()
    {
        Effects effects = s_kept ?? new Effects();
        s_kept = null;
        return effects;
    }

    /// <summary>Returns it to the pool.</summary>
    public static void Return(Effects effects)
    {
        effects.Clear();
        s_kept = effects;
    }

    /// <summary>Carries out all effects.</summary>
    public void Run(Effects effects)
    {
        foreach ((RecoveryState recovery, AttemptOutcome? outcome) in effects.Recoveries)
        {
            if (outcome is { } news)
                recovery.Listener?.Signal(news);
            else
                recoveries.Begin(recovery);
        }

        foreach ((TransferEntry transfer, int generation, Exception error) in effects.Stopped)
        {
            journal.OnFailed(error);
            multiplexer.StopLate((Transfer)transfer, generation, error);
        }

        foreach ((TransferEntry transfer, int pieces) in effects.Finished)
            Guard((Transfer: (Transfer)transfer, Pieces: pieces), static over => over.Transfer.Finish(over.Pieces));

        foreach (Effects.Completion completion in effects.Completions)
        {
            if (completion.Error is { } error)
                journal.OnFailed(error);

            if (completion.Entry is ReplySlot { ResumesElsewhere: true } slot)
                elsewhere.Add(slot, completion.Reply, completion.Error);
            else
                Guard(completion, Complete);
        }

        elsewhere.Start();
        if (effects.Asked is { } home)
        {
            journal.OnAsked(home);
            multiplexer.AskBoard(home);
        }
    }

    private static void Complete(Effects.Completion completion)
    {
        var slot = (ReplySlot)completion.Entry;
        if (completion.Reply is { } reply)
            slot.Complete(reply);
        else if (completion.Error is { } error)
            slot.Fail(error);
        else
            slot.Release();
    }

    /// <summary>Runs an effect that may run a continuation of a user inline.</summary>
    private void Guard<TState>(TState state, Action<TState> act)
    {
        try
        {
            act(state);
        }
        catch (Exception exception)
        {
            Log.DispatcherFailed(logger, exception, peer);
        }
    }
}
