using System.Net;

namespace SpiNNMan.Async.Testing;

/// <summary>A change of an IP tag that a board was asked for.</summary>
/// <param name="Request">The request.</param>
/// <param name="Board">The number of the board.</param>
/// <param name="Tag">The tag.</param>
/// <param name="Target">The address and port that the tag leads to; <see langword="null"/> if the tag is made free.</param>
/// <param name="IsReverse">Whether it is a reverse tag: datagrams to the port go to a core.</param>
/// <param name="IsStripped">Whether messages leave without their header.</param>
/// <remarks>Protocol: scp.md, "IP tags".</remarks>
public sealed record ReceivedTag(ReceivedRequest Request, int Board, byte Tag, IPEndPoint? Target, bool IsReverse, bool IsStripped);
