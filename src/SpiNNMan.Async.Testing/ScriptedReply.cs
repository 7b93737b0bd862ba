using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Testing;

/// <summary>A reply that a script gives in place of the machine. The machine never sees the request.</summary>
/// <remarks>Protocol: scp.md, "Reply".</remarks>
public sealed class ScriptedReply
{
    private ScriptedReply(ScpResult? result, ReadOnlyMemory<byte> payload)
    {
        Result = result;
        Payload = payload;
    }

    /// <summary>No reply: the request is lost.</summary>
    public static ScriptedReply None { get; } = new(result: null, default);

    /// <summary>The result; <see langword="null"/> for no reply.</summary>
    public ScpResult? Result { get; }

    /// <summary>The data after the result.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>A reply with a result and data.</summary>
    /// <param name="result">The result.</param>
    /// <param name="payload">The data after it, 0 to 256 bytes. The default is none.</param>
    /// <exception cref="InvalidParameterException">There is no such result, or the data is longer than 256 bytes.</exception>
    public static ScriptedReply Of(ScpResult result, ReadOnlyMemory<byte> payload = default)
    {
        InvalidParameterException.ThrowIfOutside(payload.Length, 0, ScpMessage.MaxDataSize, nameof(payload));
        return new ScriptedReply(OptionChecks.Defined(result, nameof(result)), payload);
    }
}
