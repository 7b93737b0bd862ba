using System.Globalization;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Testing;

/// <summary>A command that came to a board or to a BMP.</summary>
/// <param name="At">The time since the machine was started.</param>
/// <param name="Board">The number of the board.</param>
/// <param name="IsBmp">Whether the command came to the BMP of the board, and not to its chips.</param>
/// <param name="Destination">The core that the command is for. For a BMP, the number of the core is the number of the board in its frame.</param>
/// <param name="Command">The command.</param>
/// <param name="Sequence">The sequence number.</param>
/// <param name="Arguments">The three arguments. Arguments that a short request lacks are 0.</param>
/// <param name="Data">The data after the arguments.</param>
/// <param name="IsResend">Whether the same datagram came from the same host before.</param>
/// <remarks>Protocol: scp.md, "Request".</remarks>
public sealed record ReceivedRequest(
    TimeSpan At, int Board, bool IsBmp, CoreLocation Destination, ScpCommand Command, ushort Sequence, ScpArguments Arguments, ReadOnlyMemory<byte> Data, bool IsResend)
{
    /// <summary>The request in one line: time, board, command, core, arguments, and the number of bytes of data.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{At.TotalMilliseconds:0.000} ms, {(IsBmp ? "BMP" : "board")} {Board}: {Command} to {Destination}, 0x{Arguments.First:X} 0x{Arguments.Second:X} 0x{Arguments.Third:X}{(Data.Length > 0 ? $", {Data.Length} bytes" : "")}{(IsResend ? ", sent again" : "")}");
}
