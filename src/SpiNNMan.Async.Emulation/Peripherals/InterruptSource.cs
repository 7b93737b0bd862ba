namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>The inputs of the interrupt controller, by number (docs/protocol/chip.md, "Interrupt sources").</summary>
internal static class InterruptSource
{
    /// <summary>The watchdog.</summary>
    public const int Watchdog = 0;

    /// <summary>The first timer; the second follows.</summary>
    public const int Timer1 = 4;

    /// <summary>A packet of any type waits.</summary>
    public const int PacketReceived = 6;

    /// <summary>The transmit buffer is full.</summary>
    public const int TransmitFull = 9;

    /// <summary>A packet was written while the transmit buffer was full.</summary>
    public const int TransmitOverflow = 10;

    /// <summary>The transmit buffer is empty.</summary>
    public const int TransmitEmpty = 11;

    /// <summary>A DMA transfer is done.</summary>
    public const int DmaDone = 12;

    /// <summary>A DMA transfer failed.</summary>
    public const int DmaError = 13;

    /// <summary>A diagnostic counter of the router requests an interrupt.</summary>
    public const int RouterDiagnostics = 15;

    /// <summary>The router dropped a packet.</summary>
    public const int RouterDump = 16;

    /// <summary>Another core, or a host, requests an interrupt through the system controller.</summary>
    public const int Processor = 18;

    /// <summary>The Ethernet controller has sent a frame.</summary>
    public const int EthernetTransmit = 19;

    /// <summary>A frame waits in the Ethernet controller.</summary>
    public const int EthernetReceive = 20;

    /// <summary>The transmit buffer has room.</summary>
    public const int TransmitNotFull = 23;

    /// <summary>The oldest packet is multicast. The other types follow in the order of their numbers.</summary>
    public const int MulticastReceived = 24;
}
