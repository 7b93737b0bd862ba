namespace SpiNNMan.Async.Wire.Scp;

/// <summary>A request that is answered with so many bytes, which can be had without an array of their own.</summary>
/// <remarks>See <see cref="ScpBytesRequests"/>. Protocol: scp.md, "Reply".</remarks>
public interface IScpBytesRequest : IScpRequest<byte[]>
{
    /// <summary>How many bytes the answer has, 0 to 256.</summary>
    int ResponseSize { get; }
}
