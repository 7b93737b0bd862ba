using System.Globalization;
using System.Net;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp.Tags;

namespace SpiNNMan.Async.Tags;

/// <summary>A tag that is in use on a board.</summary>
/// <param name="Board">The board, by its chip with the Ethernet.</param>
/// <param name="BoardAddress">The address of the board.</param>
/// <param name="Tag">The number of the tag: 0 to 7 are set by hosts, 8 to 15 by the board for replies.</param>
/// <param name="Entry">The settings of the tag.</param>
/// <remarks>Protocol: scp.md, "IP tags".</remarks>
public readonly record struct BoardTag(ChipLocation Board, IPAddress BoardAddress, byte Tag, IPTagEntry Entry)
{
    /// <inheritdoc/>
    public override string ToString() => Entry.IsReverse
        ? string.Create(CultureInfo.InvariantCulture, $"tag {Tag} of {BoardAddress}: port {Entry.ReceivePort} to {Entry.Destination} port {Entry.DestinationPort}")
        : string.Create(CultureInfo.InvariantCulture, $"tag {Tag} of {BoardAddress}: to {Entry.Address}:{Entry.Port}{(Entry.StripsSdp ? ", without SDP headers" : "")}");
}
