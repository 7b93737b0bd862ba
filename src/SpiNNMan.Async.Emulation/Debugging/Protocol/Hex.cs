using System.Globalization;
using System.Text;

namespace SpiNNMan.Async.Emulation.Debugging.Protocol;

/// <summary>Numbers and bytes as the protocol writes them.</summary>
internal static class Hex
{
    /// <summary>Reads a number at the start of a text, most significant digit first, and takes it off.</summary>
    /// <returns>Whether there was one of at most 32 bits.</returns>
    public static bool TryTake(ref ReadOnlySpan<char> text, out uint value)
    {
        value = 0;
        int length = 0;
        while (length < text.Length && char.IsAsciiHexDigit(text[length])) length++;
        if (length == 0 || !ulong.TryParse(text[..length].TrimStart('0'), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong wide) && text[..length].TrimStart('0').Length > 0 || wide > uint.MaxValue)
            return false;
        value = (uint)wide;
        text = text[length..];
        return true;
    }

    /// <summary>Takes a character off the start of a text.</summary>
    /// <returns>Whether it was there.</returns>
    public static bool TryTake(ref ReadOnlySpan<char> text, char what)
    {
        if (text.Length == 0 || text[0] != what) return false;
        text = text[1..];
        return true;
    }

    /// <summary>Writes bytes.</summary>
    public static string Write(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    /// <summary>Writes a text of single bytes.</summary>
    public static string Write(string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a register: least significant byte first.</summary>
    public static string WriteRegister(uint value) => Write(BitConverter.GetBytes(BitConverter.IsLittleEndian ? value : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value)));

    /// <summary>Reads bytes.</summary>
    /// <returns>The bytes; null if the text is not made of pairs of digits.</returns>
    public static byte[]? Read(ReadOnlySpan<char> text)
    {
        if (text.Length % 2 != 0) return null;
        byte[] bytes = new byte[text.Length / 2];
        for (int index = 0; index < bytes.Length; index++)
        {
            if (!byte.TryParse(text.Slice(2 * index, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[index])) return null;
        }

        return bytes;
    }
}
