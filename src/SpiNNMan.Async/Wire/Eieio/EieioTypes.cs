namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>The properties that follow from the type of the elements.</summary>
/// <remarks>Protocol: eieio.md, "Data header".</remarks>
public static class EieioTypes
{
    extension(EieioType type)
    {
        /// <summary>The length of a key in bytes, 2 or 4. A payload base takes as much.</summary>
        public int KeySize => type is EieioType.Key32Bit or EieioType.KeyPayload32Bit ? 4 : 2;

        /// <summary>The length of a payload in bytes; 0 where the elements are keys only.</summary>
        public int PayloadSize => type.HasPayload ? type.KeySize : 0;

        /// <summary>The length of an element in bytes.</summary>
        public int ElementSize => type.KeySize + type.PayloadSize;

        /// <summary>Whether every element has a payload of its own.</summary>
        public bool HasPayload => type is EieioType.KeyPayload16Bit or EieioType.KeyPayload32Bit;

        /// <summary>The greatest key, payload and payload base that fit.</summary>
        public uint MaxValue => type.KeySize == 4 ? uint.MaxValue : ushort.MaxValue;
    }
}
