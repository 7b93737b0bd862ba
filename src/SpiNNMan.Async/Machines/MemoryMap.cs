using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines;

/// <summary>Where things are in the address space of a chip.</summary>
/// <remarks>Memory and registers appear at two addresses each: through the write buffer of the core, and around it.
/// Protocol: models.md, "Addresses".</remarks>
public static class MemoryMap
{
    /// <summary>0x60000000: SDRAM, through the write buffer.</summary>
    public const uint Sdram = 0x60000000;

    /// <summary>0x70000000: SDRAM, around the write buffer.</summary>
    public const uint SdramUnbuffered = 0x70000000;

    /// <summary>0x67800000: the system's part of SDRAM: an application or a routing table is put here to be loaded.</summary>
    public const uint SystemSdram = 0x67800000;

    /// <summary>0xE5000000: system RAM, through the write buffer.</summary>
    public const uint SystemRam = 0xE5000000;

    /// <summary>0xF5000000: system RAM, around the write buffer.</summary>
    public const uint SystemRamUnbuffered = 0xF5000000;

    /// <summary>How many diagnostic filters a router has.</summary>
    internal const int RouterFilterCount = 16;

    /// <summary>0xE5007000: the blocks of the cores.</summary>
    public const uint CoreInfos = 0xE5007000;

    /// <summary>0xF5007F00: the system variables.</summary>
    public const uint SystemVariables = 0xF5007F00;

    /// <summary>0xE1000000: the router's registers, through the write buffer.</summary>
    public const uint Router = 0xE1000000;

    /// <summary>0xF1000000: the router's registers, around the write buffer.</summary>
    public const uint RouterUnbuffered = 0xF1000000;

    /// <summary>0xE1000000: the router's control register.</summary>
    public const uint RouterControl = Router;

    /// <summary>0xE1000014: the router's error status.</summary>
    public const uint RouterErrorStatus = Router + 0x14;

    /// <summary>0xE1000018: the packet that the router dropped and keeps, five words: header, key, payload, outputs, and status. Reading the status makes room for the next one.</summary>
    public const uint RouterDump = Router + 0x18;

    /// <summary>0xF100002C: the diagnostic control register of the router; writing all ones clears and enables every counter.</summary>
    public const uint RouterDiagnosticControl = RouterUnbuffered + 0x2C;

    /// <summary>0xE1000200: the router's diagnostic filters, a word each.</summary>
    public const uint RouterFilters = Router + 0x200;

    /// <summary>0xE1000300: the router's diagnostic counters, a word each.</summary>
    public const uint RouterCounters = Router + 0x300;

    /// <summary>0xE1010000: the router's point-to-point table.</summary>
    public const uint P2PTable = Router + 0x10000;

    /// <summary>The address of the block of a core.</summary>
    /// <param name="core">The virtual core number, 0 to 31.</param>
    /// <exception cref="InvalidParameterException">The core is out of range.</exception>
    public static uint GetCoreInfoAddress(int core)
    {
        InvalidParameterException.ThrowIfOutside(core, 0, 31, nameof(core));
        return CoreInfos + ((uint)core * CoreInfo.Size);
    }

    /// <summary>The address of one of the four user registers in the block of a core.</summary>
    /// <param name="core">The virtual core number, 0 to 31.</param>
    /// <param name="register">The register, 0 to 3.</param>
    /// <exception cref="InvalidParameterException">The core or the register is out of range.</exception>
    public static uint GetUserRegisterAddress(int core, int register)
    {
        InvalidParameterException.ThrowIfOutside(register, 0, CoreInfo.UserRegisterCount - 1, nameof(register));
        return GetCoreInfoAddress(core) + CoreInfo.UserRegistersOffset + ((uint)register * sizeof(uint));
    }

    /// <summary>The address of a diagnostic filter of the router.</summary>
    /// <param name="position">Which filter, 0 to 15; the firmware uses 0 to 11.</param>
    /// <exception cref="InvalidParameterException">The position is out of range.</exception>
    public static uint GetRouterFilterAddress(int position)
    {
        InvalidParameterException.ThrowIfOutside(position, 0, RouterFilterCount - 1, nameof(position));
        return RouterFilters + ((uint)position * sizeof(uint));
    }
}
