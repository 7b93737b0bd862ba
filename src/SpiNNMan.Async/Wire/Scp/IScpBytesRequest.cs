namespace SpiNNMan.Async.Wire.Scp;

/// <summary>A request whose answer is a number of bytes, which can be copied without a new array.</summary>
/// <remarks>See <see cref="ScpBytesRequests"/>. Protocol: scp.md, "Reply".</remarks>
public interface IScpBytesRequest : IScpRequest<byte[]>
{
    /// <summary>How many bytes the answer has, 0 to 256.</summary>
    int ResponseSize { get; }
}
