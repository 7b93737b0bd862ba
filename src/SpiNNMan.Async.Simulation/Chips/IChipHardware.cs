using SpiNNMan.Async.Emulation.Peripherals;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The hardware of a chip whose cores execute: the memory and the registers that the cores and the model share.</summary>
internal interface IChipHardware
{
    /// <summary>The memory at 60000000.</summary>
    IMemoryBlock Sdram { get; }

    /// <summary>The memory at e5000000.</summary>
    IMemoryBlock SystemRam { get; }

    /// <summary>The registers of the router. Routes name cores by their physical numbers.</summary>
    IRegisterBank Router { get; }

    /// <summary>The packet that the router dropped and keeps.</summary>
    RouterDump Dump { get; }

    /// <summary>The registers of the system controller, except the pins, which the model keeps.</summary>
    IRegisterBank SystemController { get; }

    /// <summary>The flags by which cores wait for each other, by their virtual numbers.</summary>
    uint SyncFlags { get; set; }

    /// <summary>Counts packets in the diagnostic counters that did not pass through the router itself.</summary>
    /// <param name="packet">The kind of the packets, in the bits of the filters.</param>
    /// <param name="destinations">The destinations of the packets, in those bits.</param>
    /// <param name="times">The number of packets.</param>
    void CountPackets(uint packet, uint destinations, uint times);

    /// <summary>Lets cores run until a lock is free, or for as long as a monitor would wait.</summary>
    /// <param name="hardwareLock">The number of the test-and-set register.</param>
    void AwaitLock(int hardwareLock);

    /// <summary>Takes one of the buffers in which cores and monitor exchange messages.</summary>
    /// <returns>Its address, or 0 if there is none.</returns>
    uint TakeSharedBuffer();

    /// <summary>Frees a buffer.</summary>
    void FreeSharedBuffer(uint buffer);

    /// <summary>Stops all execution on the chip.</summary>
    void Stop();
}
