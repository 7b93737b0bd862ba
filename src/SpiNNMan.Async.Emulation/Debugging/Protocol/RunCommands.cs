using SpiNNMan.Async.Emulation.Debugging.Targets;

namespace SpiNNMan.Async.Emulation.Debugging.Protocol;

/// <summary>How cores go on and stop, which one is looked at, and how a debugger leaves.</summary>
internal sealed class RunCommands(SessionState state)
{
    private IDebugTarget Target => state.Target;

    /// <summary>Executes a packet.</summary>
    public string? Execute(ReadOnlySpan<char> packet)
    {
        if (packet.StartsWith("vCont;", StringComparison.Ordinal)) return ContinueSome(packet["vCont;".Length..]);
        if (packet.StartsWith("vKill", StringComparison.Ordinal)) return Leave();
        switch (packet)
        {
            case "vCont?": return "vCont;c;C;s;S;t;r";
            case "vStopped": return state.TellNext();
            case "vCtrlC":
                state.Interrupt();
                return Replies.Done;
            case "bs": return state.Tell(Arrive(Target.StepBack(state.Core)));
            case "bc": return state.Tell(Arrive(Target.ContinueBack(state.Core)));
            case "?": return state.TellAll();
            case "k":
                state.IsOver = true;
                return null;
        }

        return packet[0] switch
        {
            'H' => Choose(packet[1..]),
            'T' => TryReadCore(packet[1..], out int core) && core >= 0 ? Replies.Done : Replies.NoCore,
            'D' => Leave(),
            'c' or 'C' => Go(packet, isStep: false),
            's' or 'S' => Go(packet, isStep: true),
            _ => Replies.Unknown,
        };
    }

    private StopEvent Arrive(StopEvent what)
    {
        state.Core = what.Core;
        return what;
    }

    private string Leave()
    {
        state.IsOver = true;
        return Replies.Done;
    }

    /// <summary>Reads a core's number, 0 for any and -1 for all.</summary>
    /// <param name="text">The number.</param>
    /// <param name="core">The index of the core: of the one that is looked at for any, -1 for all.</param>
    private bool TryReadCore(ReadOnlySpan<char> text, out int core)
    {
        core = -1;
        if (text is "-1") return true;
        if (!Hex.TryTake(ref text, out uint number) || text.Length != 0 || number > Target.CoreCount) return false;
        core = number == 0 ? state.Core : (int)number - 1;
        return true;
    }

    private string Choose(ReadOnlySpan<char> arguments)
    {
        if (arguments.Length < 2 || arguments[0] is not ('g' or 'c')) return Replies.Malformed;
        if (!TryReadCore(arguments[1..], out int core)) return Replies.NoCore;
        if (core >= 0) state.Core = core;
        return Replies.Done;
    }

    /// <summary>The old packets: with a signal, which programs here know nothing of, and an address.</summary>
    private string? Go(ReadOnlySpan<char> packet, bool isStep)
    {
        ReadOnlySpan<char> arguments = packet[1..];
        if (packet[0] is 'C' or 'S' && (!Hex.TryTake(ref arguments, out _) || (arguments.Length != 0 && !Hex.TryTake(ref arguments, ';')))) return Replies.Malformed;
        if (arguments.Length != 0)
        {
            if (!Hex.TryTake(ref arguments, out uint address) || arguments.Length != 0) return Replies.Malformed;
            Target.WriteRegister(state.Core, 15, address);
        }

        return GoAll(isStep, 0, 0);
    }

    private string? GoAll(bool isStep, uint start, uint end)
    {
        if (Target.IsNonStop)
        {
            if (!state.TryLetGo(state.Core)) return Replies.Done;
            if (isStep) Target.StepCore(state.Core, start, end);
            else Target.ContinueCore(state.Core);
            return Replies.Done;
        }

        state.IsWaiting = true;
        if (isStep) Target.Step(state.Core, start, end);
        else Target.Continue();
        return null;
    }

    private string? ContinueSome(ReadOnlySpan<char> text)
    {
        List<CoreAction> actions = [];
        foreach (Range range in text.Split(';'))
        {
            if (!TryReadAction(text[range], out CoreAction action)) return Replies.Malformed;
            actions.Add(action);
        }

        if (Target.IsNonStop) return ApplyToEach(actions);
        foreach (CoreAction action in actions)
        {
            if (action.Kind != 's') continue;
            if (action.Core >= 0) state.Core = action.Core;
            return GoAll(isStep: true, action.Start, action.End);
        }

        if (actions.Exists(static action => action.Kind == 't')) return Replies.Malformed;
        return GoAll(isStep: false, 0, 0);
    }

    private string ApplyToEach(List<CoreAction> actions)
    {
        for (int core = 0; core < Target.CoreCount; core++)
        {
            CoreAction action = actions.Find(candidate => candidate.Core == core || candidate.Core < 0);
            if (action.Kind == 't' && !Target.IsStopped(core)) Target.StopCore(core);
            if (action.Kind is not ('s' or 'c') || !state.TryLetGo(core)) continue;
            if (action.Kind == 's') Target.StepCore(core, action.Start, action.End);
            else Target.ContinueCore(core);
        }

        return Replies.Done;
    }

    private bool TryReadAction(ReadOnlySpan<char> text, out CoreAction action)
    {
        action = default;
        int core = -1;
        int colon = text.IndexOf(':');
        if (colon >= 0 && !TryReadCore(text[(colon + 1)..], out core)) return false;
        ReadOnlySpan<char> what = colon >= 0 ? text[..colon] : text;
        if (what.Length == 0) return false;
        ReadOnlySpan<char> arguments = what[1..];
        uint start = 0;
        uint end = 0;
        switch (what[0])
        {
            case 'c' or 's' or 't':
                break;
            case 'C' or 'S' when Hex.TryTake(ref arguments, out _):
                break;
            case 'r' when Hex.TryTake(ref arguments, out start) && Hex.TryTake(ref arguments, ',') && Hex.TryTake(ref arguments, out end):
                break;
            default:
                return false;
        }

        char kind = what[0] == 'r' ? 's' : char.ToLowerInvariant(what[0]);
        action = new CoreAction(kind, core, start, end);
        return arguments.Length == 0;
    }

    private readonly record struct CoreAction(char Kind, int Core, uint Start, uint End);
}
