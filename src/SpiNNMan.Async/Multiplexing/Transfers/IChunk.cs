using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing.Transfers;

/// <summary>A transfer that is cut into requests of up to 256 bytes.</summary>
/// <typeparam name="TRequest">The request that moves one piece.</typeparam>
/// <typeparam name="TResponse">Its response.</typeparam>
internal interface IChunk<TRequest, TResponse>
    where TRequest : struct, IScpRequest<TResponse>
{
    /// <summary>The bytes to move in all.</summary>
    int Length { get; }

    /// <summary>The request for one piece.</summary>
    TRequest Request(int offset, int size);

    /// <summary>Copies the data of the reply to a piece into the memory of the caller.</summary>
    /// <returns>Whether the reply has enough data.</returns>
    bool TryTakeIn(int offset, int size, in ScpReply reply, out PacketError error);
}
