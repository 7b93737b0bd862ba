namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>The receiver of the packets of a core.</summary>
internal interface IPacketSink
{
    /// <summary>Takes a packet, if there is room. If not, <see cref="CommunicationsController.Resume"/> is called when there is.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="link">The link by which it seems to come; <see cref="Packet.Local"/> for none.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether it was taken.</returns>
    bool TryTake(Packet packet, int link, long now);

    /// <summary>The core took a packet, so there is room for another.</summary>
    /// <param name="now">The time.</param>
    void CoreHasRoom(long now);
}
