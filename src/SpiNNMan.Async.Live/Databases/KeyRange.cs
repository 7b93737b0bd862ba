using System.Globalization;

namespace SpiNNMan.Async.Live.Databases;

/// <summary>Keys that follow each other, and the atoms they stand for, which do as well.</summary>
/// <param name="FirstKey">The first key.</param>
/// <param name="FirstAtom">The atom that it stands for, 0 or more.</param>
/// <param name="Count">How many keys there are, 1 or more.</param>
/// <remarks>Protocol: live.md, "Keys and atoms".</remarks>
public readonly record struct KeyRange(uint FirstKey, int FirstAtom, int Count)
{
    /// <summary>The last key.</summary>
    public uint LastKey => FirstKey + (uint)(Count - 1);

    /// <summary>The last atom.</summary>
    public int LastAtom => FirstAtom + Count - 1;

    /// <summary>Whether the key is one of them.</summary>
    public bool Contains(uint key) => key - FirstKey < (uint)Count;

    /// <summary>Whether the atom is one of them.</summary>
    public bool ContainsAtom(int atom) => (uint)(atom - FirstAtom) < (uint)Count;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"0x{FirstKey:X8} to 0x{LastKey:X8}: atoms {FirstAtom} to {LastAtom}");
}
