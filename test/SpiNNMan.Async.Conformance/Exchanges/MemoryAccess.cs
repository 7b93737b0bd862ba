using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>The memory that a request is about.</summary>
/// <param name="Chip">The chip it goes to.</param>
/// <param name="Link">The link of that chip across which the memory is; -1 for its own.</param>
/// <param name="Address">The first byte.</param>
/// <param name="Length">How many.</param>
/// <param name="IsWrite">Whether they are written.</param>
internal readonly record struct MemoryAccess(ChipLocation Chip, int Link, uint Address, int Length, bool IsWrite)
{
    private const int Own = -1;

    // Where data of a flood fill goes.
    private static readonly ChipLocation s_everyChip = new(254, 254);

    /// <summary>What a request to a monitor does with memory; <see langword="null"/> if it is about something else.</summary>
    public static MemoryAccess? Of(string connection, RequestContent request)
    {
        if (!request.IsCommand || string.Equals(connection, ExchangeEvent.Bmp, StringComparison.Ordinal))
            return null;

        return request.Command switch
        {
            ScpCommand.Read => new MemoryAccess(request.Chip, Own, request.Argument(0), (int)request.Argument(1), IsWrite: false),
            ScpCommand.Write => new MemoryAccess(request.Chip, Own, request.Argument(0), (int)request.Argument(1), IsWrite: true),
            ScpCommand.LinkRead => new MemoryAccess(request.Chip, (int)request.Argument(2), request.Argument(0), (int)request.Argument(1), IsWrite: false),
            ScpCommand.FloodFillData => new MemoryAccess(s_everyChip, Own, request.Argument(2), request.Data.Length, IsWrite: true),
            ScpCommand.LinkWrite => new MemoryAccess(request.Chip, (int)request.Argument(2), request.Argument(0), (int)request.Argument(1), IsWrite: true),
            _ => null,
        };
    }
}
