using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Wire.Scp;

/// <summary>The board answered a request with a result other than <see cref="ScpResult.Ok"/>.</summary>
public sealed class ScpResultException : SpinnakerException
{
    /// <summary>Makes the error for a reply with <paramref name="result"/> to <paramref name="command"/>.</summary>
    public ScpResultException(string message, ScpResult result, ScpCommand command, CoreLocation core)
        : base(message)
    {
        Result = result;
        Command = command;
        Core = core;
    }

    /// <summary>The result that the board gave.</summary>
    public ScpResult Result { get; }

    /// <summary>The command that was refused.</summary>
    public ScpCommand Command { get; }

    /// <summary>The core the command was sent to; for a BMP the core is the board.</summary>
    public CoreLocation Core { get; }

    /// <inheritdoc/>
    public override bool IsTransient => Result is ScpResult.Timeout or ScpResult.NoBuffer or ScpResult.P2PNoReply or ScpResult.P2PBusy or ScpResult.P2PTimeout;
}
