using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>
/// Translates a routine that nobody executes, as soon as a chip is made. The runtime compiles the translator meanwhile, which takes longer than the translation of a whole image.
/// So the first program of a process does not wait for it.
/// </summary>
internal static class WarmUp
{
    // One of each kind that compilers make: sums, shifts, products, comparisons, conditions, loads, stores, calls and returns.
    private static readonly uint[] s_routine =
    [
        0xe92d4030, // push {r4, r5, lr}
        0xe59f4058, // ldr r4, =data
        0xe3a05000, // mov r5, #0
        0xe0821003, // add r1, r2, r3
        0xe0910002, // adds r0, r1, r2
        0xe0a11002, // adc r1, r1, r2
        0xe0010291, // mul r1, r1, r2
        0xe0212293, // mla r1, r3, r2, r2
        0xe0810293, // umull r0, r1, r3, r2
        0xe1a00102, // mov r0, r2, lsl #2
        0xe1a01231, // mov r1, r1, lsr r2
        0xe1b020c2, // movs r2, r2, asr #1
        0xe20110ff, // and r1, r1, #255
        0xe3530007, // cmp r3, #7
        0x03a00001, // moveq r0, #1
        0xc2800001, // addgt r0, r0, #1
        0xe5942004, // ldr r2, [r4, #4]
        0xe4842004, // str r2, [r4], #4
        0xe7d41002, // ldrb r1, [r4, r2]
        0xe5c41000, // strb r1, [r4]
        0xe1d410b2, // ldrh r1, [r4, #2]
        0xe1c410b2, // strh r1, [r4, #2]
        0xe894000f, // ldm r4, {r0-r3}
        0xe8a4000f, // stm r4!, {r0-r3}
        0xe1550001, // cmp r5, r1
        0x1affffe8, // bne back
        0xe8bd8030, // pop {r4, r5, pc}
    ];

    private static int s_hasBegun;

    /// <summary>Begins in the background, the first time that it is called.</summary>
    public static void Begin()
    {
        if (Interlocked.Exchange(ref s_hasBegun, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(static _ => Try(), state: null);
    }

    /// <summary>Translates the routine.</summary>
    /// <returns>How many of its instructions the translator took; 0 where it cannot work.</returns>
    public static int Translate()
    {
        if (!RuntimeFeature.IsDynamicCodeSupported) return 0;
        byte[] content = new byte[CodePage.Size];
        MemoryMarshal.AsBytes<uint>(s_routine).CopyTo(content);
        CodePage page = new(0, thumb: false, content, uint.MaxValue);
        if (RegionFinder.Find(0, thumb: false, new Dictionary<uint, CodePage> { [0] = page }) is not { } region) return 0;
        Translator.Translate(region);
        return region.Instructions.Count;
    }

    private static void Try()
    {
        try
        {
            Translate();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Programs fail in the same way, and their queue tells it.
        }
    }
}
