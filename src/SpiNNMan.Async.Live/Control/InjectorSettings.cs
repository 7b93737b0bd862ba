namespace SpiNNMan.Async.Live.Control;

/// <summary>How an injector is configured: the words of its region 1.</summary>
/// <remarks>Protocol: live.md, "Injectors".</remarks>
internal sealed record InjectorSettings(bool ChecksKeys, bool HasKey, uint Key, uint Mask, uint BufferBytes)
{
    public const int Region = 1;
    public const int Words = 13;

    public static InjectorSettings Of(IReadOnlyList<uint> words) => new(words[3] != 0, words[4] != 0, words[5], words[6], words[7]);
}
