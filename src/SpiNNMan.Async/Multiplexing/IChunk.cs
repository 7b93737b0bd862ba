using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>A transfer that is cut into requests of up to 256 bytes.</summary>
/// <typeparam name="TRequest">The request that moves one piece.</typeparam>
internal interface IChunk<TRequest>
    where TRequest : struct, IScpRequest<int>
{
    /// <summary>The bytes to move in all.</summary>
    int Length { get; }

    /// <summary>The request for one piece. Decoding its reply moves the data and gives the number of bytes moved.</summary>
    TRequest Request(int offset, int size);
}
