namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>The surroundings of a router: links, cores, the memory of the chip, and time.</summary>
internal interface IRouterPorts
{
    /// <summary>Whether a link takes a packet now. A link that is off or not connected never does.</summary>
    /// <param name="link">The link.</param>
    /// <param name="now">The time.</param>
    /// <param name="retryAt">When it will take one, if that is known; <see cref="long.MaxValue"/> if not.</param>
    bool IsLinkFree(int link, long now, out long retryAt);

    /// <summary>Sends a packet over a link that is free.</summary>
    void SendToLink(int link, Packet packet, long now);

    /// <summary>Whether a core takes a packet now.</summary>
    bool IsCoreFree(int core);

    /// <summary>Sends a packet to a core that is free.</summary>
    /// <param name="core">Its physical number.</param>
    /// <param name="packet">The packet.</param>
    /// <param name="link">The link by which it came.</param>
    /// <param name="now">The time.</param>
    void SendToCore(int core, Packet packet, int link, long now);

    /// <summary>The router's input has room for packets of cores again.</summary>
    void InputHasRoom(long now);

    /// <summary>The packet that came by a link has left the input.</summary>
    void LinkPacketLeft(int link, long now);

    /// <summary>Calls <see cref="Router.CatchUp"/> at a time.</summary>
    void CallRouterAt(long time);

    /// <summary>Sets the interrupt lines of the router.</summary>
    void SetRouterLines(bool diagnostics, bool dump);

    /// <summary>Reads a word at any address of the chip, for a neighbour.</summary>
    bool TryPeek(uint address, out uint value);

    /// <summary>Writes a word at any address of the chip, for a neighbour.</summary>
    bool TryPoke(uint address, uint value);
}
