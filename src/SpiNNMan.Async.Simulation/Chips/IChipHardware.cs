namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>What is on a chip whose cores execute: the memory and the registers that they and the model share.</summary>
internal interface IChipHardware
{
    /// <summary>The memory at 60000000.</summary>
    IMemoryBlock Sdram { get; }

    /// <summary>The memory at e5000000.</summary>
    IMemoryBlock SystemRam { get; }

    /// <summary>The registers of the router; routes name cores by their physical numbers.</summary>
    IRegisterBank Router { get; }

    /// <summary>The registers of the system controller, but for the pins, which the model keeps.</summary>
    IRegisterBank SystemController { get; }

    /// <summary>The flags by which cores wait for each other, by their virtual numbers.</summary>
    uint SyncFlags { get; set; }

    /// <summary>Counts packets in the diagnostic counters that did not come through the router itself.</summary>
    /// <param name="packet">What they are, in the bits of the filters.</param>
    /// <param name="destinations">The destinations of the packets, in those bits.</param>
    /// <param name="times">How many there are.</param>
    void CountPackets(uint packet, uint destinations, uint times);

    /// <summary>Lets cores go on until a lock is free, or for as long as a monitor would wait.</summary>
    /// <param name="hardwareLock">Which of the test-and-set registers.</param>
    void AwaitLock(int hardwareLock);

    /// <summary>Takes one of the buffers in which cores and monitor hand messages to each other.</summary>
    /// <returns>Its address, or 0 if there is none.</returns>
    uint TakeSharedBuffer();

    /// <summary>Gives a buffer back.</summary>
    void FreeSharedBuffer(uint buffer);

    /// <summary>Nothing on the chip executes any more.</summary>
    void Stop();
}
