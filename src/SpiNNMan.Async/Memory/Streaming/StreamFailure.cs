using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>A stream cannot go on. The rest goes by SCP, and the reason is in the report.</summary>
/// <param name="reason">The reason.</param>
/// <param name="isOfBoard">Whether the whole board streams no more, or only the chip.</param>
internal sealed class StreamFailure(string reason, bool isOfBoard) : SpinnakerException(reason)
{
    public bool IsOfBoard => isOfBoard;
}
