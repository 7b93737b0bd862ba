using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>How a command ended.</summary>
/// <param name="Result">The result, before a firmware that hides errors changes it.</param>
/// <param name="Length">How many bytes of the buffer's payload are the reply's.</param>
/// <param name="Answers">Whether there is a reply at all.</param>
internal readonly record struct CommandOutcome(ScpResult Result, int Length, bool Answers = true)
{
    /// <summary>There is no reply, because the core died or answers later.</summary>
    public static CommandOutcome NoReply => new(ScpResult.Ok, 0, Answers: false);

    public static CommandOutcome Done(int length = 0) => new(ScpResult.Ok, length);

    public static CommandOutcome Refused(ScpResult result) => new(result, 0);
}
