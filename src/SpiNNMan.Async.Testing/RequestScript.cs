using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Testing;

/// <summary>Replies to requests that are given in place of those of the machine.</summary>
/// <remarks>Rules are asked in the order in which they were added. The first rule with a reply decides. Requests without a reply from a rule go to the machine.</remarks>
public sealed class RequestScript
{
    private readonly Lock _gate = new();
    private readonly List<Func<ReceivedRequest, ScriptedReply?>> _rules = [];

    private Exception? _failure;

    internal RequestScript()
    {
    }

    /// <summary>Adds a rule of any kind.</summary>
    /// <param name="rule">Gives the reply to a request, or <see langword="null"/> to leave the request to the next rule or to the machine. It must be quick. If it throws, the request goes to the machine, and <see cref="TestMachine.RunAsync{T}"/> throws.</param>
    public void On(Func<ReceivedRequest, ScriptedReply?> rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        lock (_gate)
            _rules.Add(rule);
    }

    /// <summary>Refuses the next requests with a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="result">The result that says why.</param>
    /// <param name="times">How many requests, also those that are sent again; 1 or more. The default is 1.</param>
    /// <exception cref="InvalidParameterException">The number is less than 1, or there is no such result.</exception>
    public void Refuse(ScpCommand command, ScpResult result, int times = 1) => Add(command, ScriptedReply.Of(result), times);

    /// <summary>Answers the next requests with a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="payload">The data of the reply, 0 to 256 bytes.</param>
    /// <param name="times">How many requests, also those that are sent again; 1 or more. The default is 1.</param>
    /// <exception cref="InvalidParameterException">The number is less than 1, or there is too much data.</exception>
    public void Answer(ScpCommand command, ReadOnlyMemory<byte> payload, int times = 1) => Add(command, ScriptedReply.Of(ScpResult.Ok, payload), times);

    /// <summary>Loses the next requests with a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="times">How many requests, also those that are sent again; 1 or more. The default is 1.</param>
    /// <exception cref="InvalidParameterException">The number is less than 1.</exception>
    public void Lose(ScpCommand command, int times = 1) => Add(command, ScriptedReply.None, times);

    /// <summary>Removes all rules.</summary>
    public void Clear()
    {
        lock (_gate)
            _rules.Clear();
    }

    internal ScriptedReply? Find(ReceivedRequest request)
    {
        Func<ReceivedRequest, ScriptedReply?>[] rules;
        lock (_gate)
            rules = [.. _rules];

        try
        {
            return rules.Select(rule => rule(request)).FirstOrDefault(static reply => reply is not null);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The loop of the socket must go on. The test hears of it when its code has ended.
            Interlocked.CompareExchange(ref _failure, exception, null);
            return null;
        }
    }

    internal void ThrowIfFailed()
    {
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
            throw new InvalidOperationException($"A rule of the script failed: {failure.Message}", failure);
    }

    private void Add(ScpCommand command, ScriptedReply reply, int times)
    {
        InvalidParameterException.ThrowIfOutside(times, 1, int.MaxValue, nameof(times));
        int left = times;
        On(request => request.Command == command && Interlocked.Decrement(ref left) >= 0 ? reply : null);
    }
}
