namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The addresses in a chip's address space, and those of the data of a booted chip's monitor.</summary>
internal static class ChipAddresses
{
    public const uint ItcmSize = 32 << 10;
    public const uint DtcmSize = 64 << 10;
    public const uint SdramSize = 128 << 20;
    public const uint SystemRamSize = 32 << 10;

    public const uint Sdram = 0x60000000;
    public const uint Router = 0xE1000000;
    public const uint SystemController = 0xE2000000;
    public const uint SystemRam = 0xE5000000;

    public const uint SystemRamUser = 0xE5000100;
    public const uint SystemRamHeap = 0xE5001100;
    public const uint SharedMessages = 0xE5001118;
    public const uint VcpuBase = 0xE5007000;
    public const uint VcpuSize = 128;
    public const uint FaultList = 0xE5007900;
    public const uint ResetVectors = 0xE5007EE0;
    public const uint SystemVariables = 0xE5007F00;
    public const uint SystemVariablesSize = 256;

    public const uint SdramUser = 0x60240000;
    public const uint SdramSystem = 0x67800000;
    public const uint SystemHeap = 0x67840000;
    public const uint HopTable = 0x67840018;
    public const uint RouterCopy = 0x67880020;
    public const uint AllocationTags = 0x67884038;
    public const uint ApplicationData = 0x678C4040;

    public const uint OutputSize = SystemVariables + 0x50;
    public const int MaxCores = 18;
}
