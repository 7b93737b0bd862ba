using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>An address that is executed often.</summary>
/// <param name="Address">The address.</param>
/// <param name="IsThumb">Whether it is Thumb code.</param>
/// <param name="Known">The pages that the core has decoded, by address.</param>
internal sealed record HotSpot(uint Address, bool IsThumb, IReadOnlyDictionary<uint, CodePage> Known);
