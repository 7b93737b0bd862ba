using System.Diagnostics.CodeAnalysis;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>Makes IL from regions, and lets the runtime compile it.</summary>
internal static unsafe class Translator
{
    /// <summary>Whether the runtime can compile. It cannot if code was compiled ahead of time, or is interpreted.</summary>
    public static bool IsSupported => RuntimeFeature.IsDynamicCodeSupported && RuntimeFeature.IsDynamicCodeCompiled;

    /// <summary>Translates a region.</summary>
    /// <param name="region">The region.</param>
    /// <returns>Its code, compiled.</returns>
    [RequiresDynamicCode("Makes code at run time.")]
    public static TranslatedRegion Translate(Region region)
    {
        // At most one for each instruction. They are pinned, since the code contains their addresses.
        Op[] interpreted = GC.AllocateArray<Op>(2 * region.Instructions.Count, pinned: true);
        var first = (Op*)Unsafe.AsPointer(ref interpreted[0]);
        TranslatedRegion translated = new(region, interpreted);
        DynamicMethod method = new(
            $"Arm_{region.Head:x8}", typeof(int), [typeof(TranslatedRegion), typeof(ArmCore), typeof(int)], typeof(ArmCore).Module, skipVisibility: true);
        method.InitLocals = false;
        EmitContext context = new(method.GetILGenerator(), region) { InterpretedAddress = index => (nint)(first + (2 * index)) };
        new RegionEmitter(context).Emit();
        for (int index = 0; index < context.Interpreted.Count; index++)
        {
            GuestInstruction instruction = context.Interpreted[index];
            PageDecoder.DecodeAlone(first + (2 * index), instruction.Address, OriginalOpcode(region, instruction), region.IsThumb);
            PageDecoder.EndAt(first + (2 * index) + 1, instruction.Next);
        }

        translated.Code = method.CreateDelegate<Func<ArmCore, int, int>>(translated);

        // Otherwise the runtime compiles it at its first call, and the cores stand still for that long.
        RuntimeHelpers.PrepareDelegate(translated.Code);
        return translated;
    }

    private static uint OriginalOpcode(Region region, GuestInstruction instruction)
    {
        CodePage page = region.Pages.First(page => page.Contains(instruction.Address));
        ReadOnlySpan<byte> bytes = page.Content[(int)(instruction.Address - page.Address)..];
        return region.IsThumb ? BitConverter.ToUInt16(bytes) : BitConverter.ToUInt32(bytes);
    }
}
